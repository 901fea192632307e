package io.anteroom.sandbox.upstream.assets;

/** What the caller sent cannot be understood; the message says why, in words for the caller. */
public final class WrongInput extends RuntimeException {
  public WrongInput(String message) {
    super(message);
  }
}
