package io.anteroom.accept;

import io.anteroom.task.Task;
import java.time.Duration;

/**
 * The fields of a request that are meant for Anteroom; they are not forwarded upstream.
 *
 * @param reference the client's own name for the task, or null
 * @param priority a task with a higher priority is submitted before the client's other tasks
 * @param deadlineSeconds the task ends as FAILED when it has not ended this many seconds after its
 *     accept; null for no deadline
 * @param callbackUrl the URL that is called when the task ends, or null
 */
public record TaskOptions(
    String reference, int priority, Integer deadlineSeconds, String callbackUrl) {

  public static final TaskOptions NONE = new TaskOptions(null, 0, null, null);

  /** Those that a task was accepted with; its deadline counts anew from the next accept. */
  static TaskOptions of(Task task) {
    return new TaskOptions(task.reference, task.priority, deadlineSeconds(task), task.callbackUrl);
  }

  /** Rounded up: the database stores microseconds. */
  private static Integer deadlineSeconds(Task task) {
    return task.deadlineAt == null
        ? null
        : Math.toIntExact(
            Duration.between(task.acceptedAt, task.deadlineAt).plusNanos(999_999_999).toSeconds());
  }

  public TaskOptions withCallbackUrl(String url) {
    return new TaskOptions(reference, priority, deadlineSeconds, url);
  }
}
