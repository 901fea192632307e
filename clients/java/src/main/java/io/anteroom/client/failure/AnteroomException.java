package io.anteroom.client.failure;

/** A call failed. */
public abstract class AnteroomException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message and a cause.
   *
   * @param cause or null
   */
  protected AnteroomException(String message, Throwable cause) {
    super(message, cause);
  }
}
