package io.anteroom.quota;

import java.time.Duration;

/** No permit came free while the caller was ready to wait. */
public final class NoPermitInTimeException extends RuntimeException {

  private final Duration retryAfter;

  NoPermitInTimeException(EndpointClass endpointClass, Duration retryAfter) {
    super("no permit of class " + endpointClass.label() + " in time", null, false, false);
    this.retryAfter = retryAfter;
  }

  /** When the ledger expects the next permit. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
