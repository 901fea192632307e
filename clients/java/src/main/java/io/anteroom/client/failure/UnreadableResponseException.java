package io.anteroom.client.failure;

/** The response is none of Anteroom's. Perhaps the base URI leads to something else. */
public final class UnreadableResponseException extends AnteroomException {

  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * For a response.
   *
   * @param status its HTTP status
   * @param beginning of its body
   * @param cause what reading it failed with, or null
   */
  public UnreadableResponseException(int status, String beginning, Throwable cause) {
    super("The response with status " + status + " cannot be read: " + beginning, cause);
    this.status = status;
  }

  /** The HTTP status of the response. */
  public int status() {
    return status;
  }
}
