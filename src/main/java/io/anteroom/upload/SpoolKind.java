package io.anteroom.upload;

/** What a spool is made of: {@code anteroom.spool.kind}. */
public enum SpoolKind {
  /** A directory, which several replicas share where there are several. */
  DISK,
  /** Tables of the database that the tasks are in. */
  DATABASE,
  /** A bucket of an S3-compatible server. */
  S3
}
