package io.anteroom.cli.task;

import static io.anteroom.cli.output.Column.field;

import io.anteroom.cli.output.Column;
import io.anteroom.client.json.JsonObject;
import java.util.List;

/** What is shown of tasks. */
public final class TaskColumns {

  /** Of many tasks. What is first stays longest where there is no room. */
  public static final List<Column> LIST =
      List.of(
          field("TASK", "task_id"),
          Column.of("STATUS", TaskColumns::status),
          field("CLIENT", "client").ifThereIsRoom(),
          field("COLLECTION", "collection_id").ifThereIsRoom(),
          Column.of("WAITS FOR", TaskColumns::waits).ifThereIsRoom(),
          field("WHY", "failure", "reason").ifThereIsRoom(),
          field("KIND", "kind").ifThereIsRoom(),
          field("REFERENCE", "reference").ifThereIsRoom(),
          field("ACCEPTED", "accepted_at").ifThereIsRoom());

  /** Of one task. */
  public static final List<Column> ALL =
      List.of(
          field("task", "task_id"),
          field("status", "status"),
          field("phase", "phase"),
          field("upstream status", "upstream_status"),
          field("kind", "kind"),
          field("collection", "collection_id"),
          field("file", "file", "name"),
          field("reference", "reference"),
          field("client", "client"),
          field("account", "account"),
          field("asset", "asset_id"),
          field("failed by", "failure", "reason"),
          field("message", "failure", "message"),
          field("waits for", "waits", "reason"),
          field("class", "waits", "class"),
          field("until", "waits", "until"),
          field("position", "waits", "position"),
          field("seconds left", "waits", "estimate_seconds"),
          field("priority", "priority"),
          field("retry of", "retry_of"),
          field("batch", "batch_id"),
          field("callback", "callback_url"),
          field("accepted", "accepted_at"),
          field("submitted", "submitted_at"),
          field("updated", "updated_at"),
          field("deadline", "deadline_at"),
          field("ended", "ended_at"),
          field("features", "features"),
          field("no features", "features_problem", "detail"));

  private TaskColumns() {}

  /** The status, and the phase where it says more. */
  private static String status(JsonObject task) {
    String status = task.string("status").orElse("");
    String phase = task.string("phase").orElse("ended");
    return phase.equals("in_doubt") || phase.equals("cancelling")
        ? status + " (" + phase + ")"
        : status;
  }

  private static String waits(JsonObject task) {
    return task.object("waits")
        .map(
            waits ->
                waits.string("reason").orElse("")
                    + waits.string("until").map(until -> " until " + until).orElse(""))
        .orElse("");
  }
}
