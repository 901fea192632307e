package io.anteroom.client;

import java.util.UUID;

/** Tasks as Anteroom shows them. */
final class TaskJson {

  static final UUID ID = UUID.fromString("01a20e5a-5b1c-7c3e-9d2f-0a1b2c3d4e5f");

  private TaskJson() {}

  static String running() {
    return "{\"task_id\":\"%s\",\"status\":\"PROCESSING\",\"phase\":\"running\"}".formatted(ID);
  }

  static String done() {
    return "{\"task_id\":\"%s\",\"status\":\"DONE\",\"phase\":\"ended\",\"asset_id\":\"asset-7\"}"
        .formatted(ID);
  }

  static String failed(String reason) {
    return ("{\"task_id\":\"%s\",\"status\":\"FAILED\",\"phase\":\"ended\",\"failure\":{\"reason\":"
            + "\"%s\",\"upstream_status\":422,\"message\":\"too long\"}}")
        .formatted(ID, reason);
  }

  static String problem(int status, String name) {
    return ("{\"type\":\"/problems/%s\",\"status\":%d,\"title\":\"A title\",\"detail\":\"A detail\","
            + "\"task_id\":\"%s\"}")
        .formatted(name, status, ID);
  }

  /** An event of the task as it stands in a stream. */
  static String event(int number, String status) {
    String last = status.equals("PROCESSING") ? "updated" : status.toLowerCase();
    return ("id: %d\nevent: task.%s\ndata: {\"task_id\":\"%s\",\"no\":%d,\"status\":\"%s\","
            + "\"phase\":\"x\",\"at\":\"2024-12-01T10:00:05Z\"}\n\n")
        .formatted(number, last, ID, number, status);
  }
}
