package io.anteroom.sandbox.upstream.settings;

/** How {@code POST /assets} treats an asset that has FAILED. */
public enum FailedInList {
  /** As FAILED. */
  SHOWN,
  /** Not at all. */
  HIDDEN,
  /** For ever in the status that it had before. */
  STALE
}
