package io.anteroom.poll;

import io.anteroom.task.RunningTask;
import io.vertx.mutiny.sqlclient.Row;

/**
 * A running task as its row says.
 *
 * @param upstreamStatus the upstream's own word, or null
 */
record RunningTaskRow(RunningTask task, int eventNo, String upstreamStatus) {

  static final String COLUMNS =
      RunningTask.columns("t.submitted_at") + ", t.event_no, t.upstream_status";

  static RunningTaskRow from(Row row) {
    return new RunningTaskRow(
        RunningTask.from(row), row.getInteger("event_no"), row.getString("upstream_status"));
  }
}
