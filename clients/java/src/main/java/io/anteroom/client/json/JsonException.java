package io.anteroom.client.json;

/** A text is not the JSON that was expected. */
public final class JsonException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what is wrong, and where
   */
  public JsonException(String message) {
    super(message);
  }
}
