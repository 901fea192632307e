package io.anteroom.callback;

import io.anteroom.callback.outbox.CallbackState;
import io.anteroom.callback.outbox.DeliveryAttempt;
import io.anteroom.callback.outbox.DeliveryDecision;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Decides how a callback goes on after an attempt. Thread-safe. */
final class RetrySchedule {

  private final List<Duration> waits;
  private final double jitter;
  private final Duration maxRetryAfter;
  private final DoubleSupplier random;

  /**
   * @param random from 0 to 1
   */
  RetrySchedule(CallbackSettings settings, DoubleSupplier random) {
    this.waits = List.copyOf(settings.schedule());
    this.jitter = settings.jitter();
    this.maxRetryAfter = settings.maxRetryAfter();
    this.random = random;
  }

  /**
   * After an attempt.
   *
   * @param step how many failed before it
   */
  DeliveryDecision after(int step, DeliveryAttempt deliveryAttempt) {
    return switch (deliveryAttempt.outcome()) {
      case DELIVERED -> new DeliveryDecision(CallbackState.DELIVERED, Duration.ZERO);
      case GONE -> new DeliveryDecision(CallbackState.GONE, Duration.ZERO);
      case REJECTED, FAILED, UNSENT -> afterFailure(step, deliveryAttempt);
    };
  }

  private DeliveryDecision afterFailure(int step, DeliveryAttempt deliveryAttempt) {
    return step >= waits.size()
        ? new DeliveryDecision(CallbackState.EXHAUSTED, Duration.ZERO)
        : new DeliveryDecision(CallbackState.PENDING, wait(step, deliveryAttempt));
  }

  /** A receiver may ask for more time than the schedule gives, within bounds, never for less. */
  private Duration wait(int step, DeliveryAttempt deliveryAttempt) {
    double stretch = 1 + jitter * random.getAsDouble();
    Duration scheduled = Duration.ofMillis(Math.round(waits.get(step).toMillis() * stretch));
    Duration asked = shorter(deliveryAttempt.retryAfter().orElse(Duration.ZERO), maxRetryAfter);
    return asked.compareTo(scheduled) > 0 ? asked : scheduled;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
