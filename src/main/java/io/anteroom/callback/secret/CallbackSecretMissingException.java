package io.anteroom.callback.secret;

/** A callback was asked for by a client that has no secret to sign it with. */
public final class CallbackSecretMissingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says whose it is missing. */
  public CallbackSecretMissingException(String client) {
    super("the client %s has no callback secret".formatted(client), null, false, false);
  }
}
