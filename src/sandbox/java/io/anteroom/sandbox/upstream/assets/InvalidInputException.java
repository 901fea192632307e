package io.anteroom.sandbox.upstream.assets;

/** What the caller sent cannot be understood; the message says why, in words for the caller. */
public final class InvalidInputException extends RuntimeException {
  public InvalidInputException(String message) {
    super(message);
  }
}
