package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;

/** Failures that no subscriber took: a fault of the service, whatever a scenario is about. */
final class DroppedFailures {

  /** Mutiny's words while the service runs; after its stop they go on otherwise. */
  private static final String DROPPED = "Mutiny had to drop the following exception: ";

  private DroppedFailures() {}

  /** Fails with the log of a process if it names one. */
  static void assertNone(String log) {
    assertFalse(log.contains(DROPPED), () -> "a failure was dropped:\n" + log);
  }
}
