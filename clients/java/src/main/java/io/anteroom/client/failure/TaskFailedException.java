package io.anteroom.client.failure;

import io.anteroom.client.json.JsonObject;
import io.anteroom.client.response.Failure;
import io.anteroom.client.response.Task;

/** The task ended as FAILED or CANCELLED. */
public final class TaskFailedException extends AnteroomException {

  private static final long serialVersionUID = 1L;

  private final transient Task task;

  /**
   * For a task.
   *
   * @param task one that has ended without success
   */
  public TaskFailedException(Task task) {
    super("Task %s is %s: %s".formatted(task.id(), task.status(), words(task)), null);
    this.task = task;
  }

  private static String words(Task task) {
    Failure failure = failure(task);
    return failure.message().orElse(failure.reason().name());
  }

  private static Failure failure(Task task) {
    return task.failure().orElse(new Failure(JsonObject.empty()));
  }

  /** The task as it ended; not null. */
  public Task task() {
    return task;
  }

  /** Why; not null. */
  public Failure failure() {
    return failure(task);
  }
}
