package io.anteroom.callback.secret;

/** A stored secret cannot be decrypted. The message names the client and the setting. */
public final class SecretUnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SecretUnreadableException(String client, String why) {
    super(
        "the stored callback secret of client %s cannot be read: %s".formatted(client, why),
        null,
        false,
        false);
  }
}
