package io.anteroom.upstream;

import io.anteroom.json.TooLargeJsonException;
import java.io.IOException;

/** An answer of the upstream was cut off, since it is more than is held in memory. */
public final class AnswerTooLargeException extends IOException {

  private static final long serialVersionUID = 1L;

  private final boolean alone;

  private AnswerTooLargeException(String message, boolean alone) {
    super(message);
    this.alone = alone;
  }

  /** It alone has more bytes than an answer may have. */
  static AnswerTooLargeException alone(long most) {
    return new AnswerTooLargeException(
        "the upstream's answer is larger than " + most + " bytes", true);
  }

  /** Its document holds more than is read of one. */
  static AnswerTooLargeException document(TooLargeJsonException bound) {
    return new AnswerTooLargeException(
        "the upstream's answer is more than is read: " + bound.getMessage(), true);
  }

  /** All answers that arrive at the moment have more bytes than they may have together. */
  static AnswerTooLargeException together() {
    return new AnswerTooLargeException("too many large answers arrive at once", false);
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
  public static AnswerTooLargeException in(Throwable failure) {
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth++ < 20; cause = cause.getCause()) {
      if (cause instanceof AnswerTooLargeException tooLarge) {
        return tooLarge;
      }
    }
    return null;
  }
}
