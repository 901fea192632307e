package io.anteroom.upstream.http;

import io.anteroom.async.json.TooLargeJsonException;
import java.io.IOException;

/** An answer of the upstream was cut off, since it is more than is held in memory. */
public final class ResponseTooLargeException extends IOException {

  private final boolean alone;

  private ResponseTooLargeException(String message, boolean alone) {
    super(message);
    this.alone = alone;
  }

  /** It alone has more bytes than an answer may have. */
  static ResponseTooLargeException alone(long max) {
    return new ResponseTooLargeException(
        "the upstream's answer is larger than " + max + " bytes", true);
  }

  /** Its document holds more than is read of one. */
  public static ResponseTooLargeException document(TooLargeJsonException bound) {
    return new ResponseTooLargeException(
        "the upstream's answer is more than is read: " + bound.getMessage(), true);
  }

  /** All answers that arrive at the moment have more bytes than they may have together. */
  static ResponseTooLargeException together() {
    return new ResponseTooLargeException("too many large answers arrive at once", false);
  }

  /** Whether another try ends the same way. */
  public boolean isAlone() {
    return alone;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  /** The one that a failure was caused by, or null. */
  public static ResponseTooLargeException in(Throwable failure) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth++ < 20; cause = cause.getCause()) {
      if (cause instanceof ResponseTooLargeException tooLarge) {
        return tooLarge;
      }
    }
    return null;
  }
}
