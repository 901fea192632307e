package io.anteroom.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * When a task was accepted, as its id tells: a UUID v7 (RFC 9562, 5.7) begins with the milliseconds
 * of the moment at which a replica made it, by the replica's clock. For measurements, which need no
 * statement then. Stateless.
 */
public final class AcceptTime {

  private static final int TIME_BASED = 7;
  private static final int BITS_BEHIND_THE_TIME = 16;

  private AcceptTime() {}

  /** How long ago that was, at least zero; empty where the id tells no time. */
  public static Optional<Duration> since(UUID task, Instant now) {
    if (task.version() != TIME_BASED) {
      return Optional.empty();
    }
    long millis = task.getMostSignificantBits() >>> BITS_BEHIND_THE_TIME;
    return Optional.of(Duration.ofMillis(Math.max(0, now.toEpochMilli() - millis)));
  }
}
