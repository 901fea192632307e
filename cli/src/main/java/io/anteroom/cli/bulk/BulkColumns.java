package io.anteroom.cli.bulk;

import static io.anteroom.cli.output.Column.field;

import io.anteroom.cli.output.Column;
import java.util.List;

/** What is shown of bulk actions. */
final class BulkColumns {

  static final List<Column> LIST =
      List.of(
          field("BULK ACTION", "bulk_action_id"),
          field("ACTION", "action"),
          field("STATE", "state"),
          field("MATCHED", "matched"),
          field("DONE", "done"),
          field("SKIPPED", "skipped").ifThereIsRoom(),
          field("FAILED", "failed").ifThereIsRoom(),
          field("OPERATOR", "operator").ifThereIsRoom(),
          field("STARTED", "started_at").ifThereIsRoom(),
          field("REASON", "reason").ifThereIsRoom());

  static final List<Column> ALL =
      List.of(
          field("bulk action", "bulk_action_id"),
          field("action", "action"),
          field("filter", "filter"),
          field("reason", "reason"),
          field("operator", "operator"),
          field("state", "state"),
          field("stopped by", "stopped_by"),
          field("matched", "matched"),
          field("in hand", "in_hand"),
          field("done", "done"),
          field("skipped", "skipped"),
          field("failed", "failed"),
          field("waits for", "waits_for"),
          field("started", "started_at"),
          field("ended", "ended_at"));

  static final List<Column> REASONS =
      List.of(
          field("OUTCOME", "outcome"),
          field("REASON", "reason"),
          field("TASKS", "tasks"),
          field("ONE OF THEM", "task_id"));

  static final List<Column> COUNT =
      List.of(
          field("action", "action"), field("matched", "matched"), field("too many", "too_many"));

  private BulkColumns() {}
}
