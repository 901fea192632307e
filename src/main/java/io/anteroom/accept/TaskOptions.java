package io.anteroom.accept;

import io.vertx.mutiny.sqlclient.Row;

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

  /** Those of a row of a task. The deadline is in its column {@code deadline_s}. */
  static TaskOptions from(Row row) {
    return new TaskOptions(
        row.getString("reference"),
        row.getInteger("priority"),
        row.getInteger("deadline_s"),
        row.getString("callback_url"));
  }

  public TaskOptions withCallbackUrl(String url) {
    return new TaskOptions(reference, priority, deadlineSeconds, url);
  }
}
