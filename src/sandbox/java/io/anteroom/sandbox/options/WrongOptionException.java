package io.anteroom.sandbox.options;

/** An option that nobody knows, or whose value is wrong. Its message is one line for people. */
public final class WrongOptionException extends RuntimeException {

  /** With that line. */
  public WrongOptionException(String message) {
    super(message);
  }
}
