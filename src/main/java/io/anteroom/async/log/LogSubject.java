package io.anteroom.async.log;

/** What a log line is about. It is asked for its fields only when the line is logged. */
@FunctionalInterface
public interface LogSubject {

  /** Adds what it knows. */
  void describe(LogFields fields);
}
