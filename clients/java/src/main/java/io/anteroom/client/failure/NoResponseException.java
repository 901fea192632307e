package io.anteroom.client.failure;

import java.util.Optional;

/** No response came in the time that the call may take, however often it was repeated. */
public class NoResponseException extends AnteroomException {

  private static final long serialVersionUID = 1L;

  private final String idempotencyKey;

  /**
   * For a call.
   *
   * @param idempotencyKey or null
   * @param cause the last failure of the connection, or null
   */
  public NoResponseException(String idempotencyKey, Throwable cause) {
    this(
        cause == null ? "No response came in time." : "No response came: " + cause,
        idempotencyKey,
        cause);
  }

  NoResponseException(String message, String idempotencyKey, Throwable cause) {
    super(message, cause);
    this.idempotencyKey = idempotencyKey;
  }

  /**
   * The key of the call, if it accepts something: the same request with the same key is the same
   * task.
   */
  public Optional<String> idempotencyKey() {
    return Optional.ofNullable(idempotencyKey);
  }
}
