package io.anteroom.callback.outbox;

import java.time.Duration;

/**
 * A route that something is to be delivered on.
 *
 * @param dueIn the time to its first due callback; zero or less where one is due
 */
public record PendingEndpoint(ClientEndpoint route, Duration dueIn) {

  public boolean isDue() {
    return dueIn.isZero() || dueIn.isNegative();
  }
}
