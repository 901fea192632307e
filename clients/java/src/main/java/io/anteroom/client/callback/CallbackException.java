package io.anteroom.client.callback;

import io.anteroom.client.failure.AnteroomException;

/** A request is no callback of Anteroom's, or an old one. Respond with 401. */
public final class CallbackException extends AnteroomException {

  private static final long serialVersionUID = 1L;

  CallbackException(String message) {
    super(message, null);
  }
}
