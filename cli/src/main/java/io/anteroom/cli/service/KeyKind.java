package io.anteroom.cli.service;

/** Whose key a call needs. */
public enum KeyKind {
  /** A client's. */
  CLIENT,
  /** An operator's. */
  OPERATOR,
  /** A client's for its own tasks, an operator's for those of all. */
  EITHER
}
