package io.anteroom.callback.outbox;

import io.anteroom.callback.destination.DestinationRefusedException;
import io.anteroom.callback.http.DeliveryErrorText;
import io.anteroom.callback.http.ReceiverResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What one attempt came to.
 *
 * @param status of the response, or null where none came
 * @param response the beginning of the response, or null
 * @param error why it failed, one sentence; null where it did not
 * @param retryAfter how long the receiver asks to stay away
 */
public record DeliveryAttempt(
    Outcome outcome,
    Instant at,
    Duration latency,
    Integer status,
    String response,
    String error,
    Optional<Duration> retryAfter) {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int GONE = 410;

  public enum Outcome {
    /** 2xx. */
    DELIVERED,
    /** 410: the receiver wants no more of it. */
    GONE,
    /** Any other answer of a receiver that is well. */
    REJECTED,
    /** No answer in time, or one that says that the receiver is not well: 5xx, 429. */
    FAILED,
    /** Not sent: there is no secret to sign with, or it must not go there. */
    UNSENT;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static DeliveryAttempt answered(Instant at, Duration latency, ReceiverResponse answer) {
    Outcome outcome = outcome(answer.status());
    return new DeliveryAttempt(
        outcome,
        at,
        latency,
        answer.status(),
        answer.text(),
        outcome == Outcome.DELIVERED ? null : words(answer),
        answer.retryAfter());
  }

  public static DeliveryAttempt failed(Instant at, Duration latency, Throwable failure) {
    Outcome outcome =
        failure instanceof DestinationRefusedException ? Outcome.UNSENT : Outcome.FAILED;
    return new DeliveryAttempt(
        outcome, at, latency, null, null, DeliveryErrorText.of(failure), Optional.empty());
  }

  public static DeliveryAttempt unsent(Instant at, String why) {
    return new DeliveryAttempt(
        Outcome.UNSENT, at, Duration.ZERO, null, null, why, Optional.empty());
  }

  private static Outcome outcome(int status) {
    if (status / 100 == 2) {
      return Outcome.DELIVERED;
    }
    if (status == GONE) {
      return Outcome.GONE;
    }
    return status >= 500 || status == TOO_MANY_REQUESTS ? Outcome.FAILED : Outcome.REJECTED;
  }

  private static String words(ReceiverResponse answer) {
    return answer.location() == null
        ? "The receiver answered %d.".formatted(answer.status())
        : "The receiver answered %d with a redirect to %s, which is not followed."
            .formatted(answer.status(), answer.location());
  }
}
