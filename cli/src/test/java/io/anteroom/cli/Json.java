package io.anteroom.cli;

/** Responses as Anteroom has them. */
public final class Json {

  private Json() {}

  /** A task with a status. */
  public static String task(String status, String more) {
    String phase =
        status.equals("DONE") || status.equals("FAILED") || status.equals("CANCELLED")
            ? "ended"
            : "running";
    return ("{\"task_id\":\"%s\",\"status\":\"%s\",\"phase\":\"%s\",\"kind\":\"text\","
            + "\"collection_id\":\"rivers\",\"accepted_at\":\"2024-12-01T10:00:00Z\"%s}")
        .formatted(Cli.TASK, status, phase, more);
  }

  /** A task that has an asset. */
  public static String done() {
    return task("DONE", ",\"asset_id\":\"asset-7\"");
  }

  /** A task that failed. */
  public static String failed() {
    return task("FAILED", ",\"failure\":{\"reason\":\"upstream-failed\",\"message\":\"too long\"}");
  }

  /** A page of tasks. */
  public static String page(String tasks, String next) {
    return "{\"results\":[%s],\"pagination\":{\"total\":null,\"next_cursor\":%s}}"
        .formatted(tasks, next);
  }

  /** A problem. */
  public static String problem(int status, String name, String more) {
    return ("{\"type\":\"/problems/%s\",\"status\":%d,\"title\":\"A title\","
            + "\"detail\":\"A detail.\"%s}")
        .formatted(name, status, more);
  }

  /** An event of the task in a stream. */
  public static String event(int number, String status) {
    String last = status.equals("PROCESSING") ? "updated" : status.toLowerCase();
    String failure =
        status.equals("FAILED")
            ? ",\"failure\":{\"reason\":\"upstream-failed\",\"message\":\"too long\"}"
            : "";
    return ("id: %d\nevent: task.%s\ndata: {\"task_id\":\"%s\",\"no\":%d,\"status\":\"%s\","
            + "\"phase\":\"%s\",\"at\":\"2024-12-01T10:00:05Z\"%s}\n\n")
        .formatted(
            number,
            last,
            Cli.TASK,
            number,
            status,
            last.equals("updated") ? "running" : "ended",
            failure);
  }

  /** A bulk action. */
  public static String bulk(String state, int done, int failed) {
    return ("{\"bulk_action_id\":\"%s\",\"action\":\"retry\",\"filter\":{\"status\":[\"FAILED\"]},"
            + "\"reason\":\"why\",\"operator\":\"ops\",\"state\":\"%s\",\"matched\":12,"
            + "\"in_hand\":0,\"done\":%d,\"skipped\":0,\"failed\":%d,\"reasons\":[],"
            + "\"started_at\":\"2024-12-01T10:00:00Z\"}")
        .formatted(Cli.TASK, state, done, failed);
  }

  /** The quota of the account. */
  public static String quota(String more) {
    return ("{\"account\":\"default\",\"plan\":\"pro\",\"window_seconds\":60,\"paused\":false,"
            + "\"in_doubt\":0,\"classes\":[{\"class\":\"index.text\",\"limit\":200,"
            + "\"believed\":200,\"used\":40,\"free\":160,\"next_permit_seconds\":0,"
            + "\"queued\":0}]%s}")
        .formatted(more);
  }
}
