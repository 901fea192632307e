package io.anteroom.callback;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Decides how a callback goes on after an attempt. Thread-safe. */
final class DeliverySchedule {

  private final List<Duration> waits;
  private final double jitter;
  private final Duration longestRetryAfter;
  private final DoubleSupplier random;

  /**
   * @param random from 0 to 1
   */
  DeliverySchedule(DeliverySettings settings, DoubleSupplier random) {
    this.waits = List.copyOf(settings.schedule());
    this.jitter = settings.jitter();
    this.longestRetryAfter = settings.longestRetryAfter();
    this.random = random;
  }

  /**
   * After an attempt.
   *
   * @param step how many failed before it
   */
  Settlement after(int step, Attempt attempt) {
    return switch (attempt.outcome()) {
      case DELIVERED -> new Settlement(CallbackState.DELIVERED, Duration.ZERO);
      case GONE -> new Settlement(CallbackState.GONE, Duration.ZERO);
      case REJECTED, FAILED, UNSENT -> afterFailure(step, attempt);
    };
  }

  private Settlement afterFailure(int step, Attempt attempt) {
    return step >= waits.size()
        ? new Settlement(CallbackState.EXHAUSTED, Duration.ZERO)
        : new Settlement(CallbackState.PENDING, wait(step, attempt));
  }

  /** A receiver may ask for more time than the schedule gives, within bounds, never for less. */
  private Duration wait(int step, Attempt attempt) {
    double stretch = 1 + jitter * random.getAsDouble();
    Duration scheduled = Duration.ofMillis(Math.round(waits.get(step).toMillis() * stretch));
    Duration asked = shorter(attempt.retryAfter().orElse(Duration.ZERO), longestRetryAfter);
    return asked.compareTo(scheduled) > 0 ? asked : scheduled;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
