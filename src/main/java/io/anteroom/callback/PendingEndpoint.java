package io.anteroom.callback;

import java.time.Duration;

/**
 * An endpoint that something is to be delivered to.
 *
 * @param endpoint scheme, host and port
 * @param dueIn the time to its first due callback; zero or less where one is due
 */
record PendingEndpoint(String endpoint, Duration dueIn) {

  boolean isDue() {
    return dueIn.isZero() || dueIn.isNegative();
  }
}
