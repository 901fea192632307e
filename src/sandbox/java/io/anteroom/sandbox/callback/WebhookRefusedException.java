package io.anteroom.sandbox.callback;

/** A request that is no genuine callback. Its message says why, for people. */
final class WebhookRefusedException extends RuntimeException {

  WebhookRefusedException(String message) {
    super(message);
  }
}
