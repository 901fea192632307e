package io.anteroom.quota;

/** Whoever waited is gone: the call is not made, and nobody hears of this failure. */
public final class CallerGoneException extends RuntimeException {

  public CallerGoneException() {
    super("the caller is gone", null, false, false);
  }
}
