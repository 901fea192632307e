package io.anteroom.sandbox.upstream.content;

/** Content that cannot be fetched or read; the message says why, as a task's {@code error}. */
public final class UnreadableContent extends Exception {
  public UnreadableContent(String message) {
    super(message);
  }

  UnreadableContent(String message, Throwable cause) {
    super(message, cause);
  }
}
