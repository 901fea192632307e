package io.anteroom.sandbox.upstream.content;

/** Content that cannot be fetched or read; the message says why, as a task's {@code error}. */
public final class UnreadableContentException extends Exception {
  public UnreadableContentException(String message) {
    super(message);
  }

  UnreadableContentException(String message, Throwable cause) {
    super(message, cause);
  }
}
