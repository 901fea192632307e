package io.anteroom.client.failure;

import java.util.Optional;
import java.util.UUID;

/**
 * The wait for a task is over before its end. The task goes on: wait for it again with {@code
 * awaitEnd}, or read it later.
 */
public final class TaskTimeoutException extends AnteroomException {

  private static final long serialVersionUID = 1L;

  private final UUID taskId;
  private final String idempotencyKey;

  /**
   * For a wait.
   *
   * @param taskId or null
   * @param idempotencyKey or null
   * @param cause the last failure of the connection, or null
   */
  public TaskTimeoutException(UUID taskId, String idempotencyKey, Throwable cause) {
    super(
        taskId == null
            ? "Whether the task was accepted is not known. Idempotency-Key: " + idempotencyKey
            : "Task " + taskId + " has not ended yet.",
        cause);
    this.taskId = taskId;
    this.idempotencyKey = idempotencyKey;
  }

  /**
   * The task; empty if no response to its accept came in time. Then the same request with the same
   * {@link #idempotencyKey()} finds it, or accepts it.
   */
  public Optional<UUID> taskId() {
    return Optional.ofNullable(taskId);
  }

  /** The key of the accept; empty for a wait that accepted nothing. */
  public Optional<String> idempotencyKey() {
    return Optional.ofNullable(idempotencyKey);
  }
}
