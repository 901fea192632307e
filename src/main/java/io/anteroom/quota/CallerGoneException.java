package io.anteroom.quota;

/** Whoever waited is gone: the call is not made, and nobody hears of this failure. */
public final class CallerGoneException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One that says so. */
  public CallerGoneException() {
    super("the caller is gone", null, false, false);
  }
}
