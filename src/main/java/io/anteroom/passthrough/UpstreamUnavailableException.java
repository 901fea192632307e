package io.anteroom.passthrough;

import io.anteroom.upstream.CircuitOpenException;
import io.anteroom.upstream.RetryLaterException;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.http.UpstreamCallException;
import io.anteroom.upstream.json.UpstreamResponse;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** A call that was passed through has no response that can be handed on, after every retry. */
public final class UpstreamUnavailableException extends RuntimeException {

  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);

  public enum Kind {
    /** The upstream answered 429. */
    RATE_LIMITED,
    /** The upstream answered 5xx. The message holds its words. */
    SERVER_ERROR,
    /** The response cannot be read, or an intermediary answered 5xx. The message says why. */
    UNREADABLE,
    /** The response is larger than is held in memory. */
    TOO_LARGE,
    /** The responses that arrive at the moment are more than is held in memory. */
    MEMORY_FULL,
    /** The upstream has not seen the call. */
    NOT_SENT,
    /** Too many calls of this kind have failed just now: the call was not sent. */
    CIRCUIT_OPEN,
    /** The call was sent, or may have been, and no response came. */
    NO_RESPONSE,
    TIMED_OUT
  }

  private final Kind kind;
  private final Duration retryAfter;

  private UpstreamUnavailableException(Kind kind, Duration retryAfter, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** The failure of a call as one of ours; a failure that is not the upstream's stays as it is. */
  static Throwable of(Throwable failure) {
    if (failure instanceof RetryLaterException later) {
      return of(later);
    }
    if (failure instanceof UpstreamCallException call) {
      return call.getCause() instanceof CircuitOpenException open
          ? new UpstreamUnavailableException(
              Kind.CIRCUIT_OPEN, open.retryAfter(), open.getMessage())
          : of(kind(call));
    }
    return failure instanceof TimeoutException ? of(Kind.TIMED_OUT) : failure;
  }

  private static Kind kind(UpstreamCallException call) {
    ResponseTooLargeException tooLarge = ResponseTooLargeException.in(call);
    if (tooLarge != null) {
      return tooLarge.isAlone() ? Kind.TOO_LARGE : Kind.MEMORY_FULL;
    }
    return call.maybeSent() ? Kind.NO_RESPONSE : Kind.NOT_SENT;
  }

  private static UpstreamUnavailableException of(Kind kind) {
    return new UpstreamUnavailableException(kind, DEFAULT_RETRY_AFTER, kind.name());
  }

  private static UpstreamUnavailableException of(RetryLaterException later) {
    UpstreamResponse response = later.answer();
    return new UpstreamUnavailableException(
        kind(response), later.retryAfter().orElse(DEFAULT_RETRY_AFTER), words(response));
  }

  private static Kind kind(UpstreamResponse response) {
    if (response.isRateLimited()) {
      return Kind.RATE_LIMITED;
    }
    return response.isOwnError() ? Kind.SERVER_ERROR : Kind.UNREADABLE;
  }

  private static String words(UpstreamResponse response) {
    return response.isUnreadable() || response.isOwnError()
        ? response.words()
        : PassedResponseException.wordsForIntermediary(response.status());
  }

  public Kind kind() {
    return kind;
  }

  /** After which time another call is worth it; never null. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
