package io.anteroom.cluster;

/** When a replica works on tasks. */
public enum EngineMode {
  /** From its start to its end. */
  ALWAYS,
  /**
   * Only while requests are open, and shortly after: for platforms that run nothing, or stop the
   * process, between requests.
   */
  ON_DEMAND
}
