package io.anteroom.client.failure;

import java.util.UUID;

/** The wait for a batch is over before its end. Its tasks go on. */
public final class BatchTimeoutException extends AnteroomException {

  private static final long serialVersionUID = 1L;

  private final UUID batchId;

  /**
   * For a wait.
   *
   * @param cause the last failure of the connection, or null
   */
  public BatchTimeoutException(UUID batchId, Throwable cause) {
    super("Batch " + batchId + " has not ended yet.", cause);
    this.batchId = batchId;
  }

  /** The batch; not null. */
  public UUID batchId() {
    return batchId;
  }
}
