package io.anteroom.task;

import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.LogSubject;
import io.anteroom.async.sql.Rows;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.List;
import java.util.UUID;

/**
 * A task after a change that is committed, as those who wait need it. Immutable.
 *
 * @param filePath its file below the spool, or null
 * @param upstreamTaskId its upstream id, or null
 * @param hasCallback whether somebody is to be told of its end
 */
public record TaskChange(
    UUID id,
    String client,
    String account,
    TaskKind kind,
    TaskStatus status,
    Phase phase,
    int eventNo,
    String filePath,
    String upstreamTaskId,
    boolean hasCallback)
    implements LogSubject {

  @Override
  public void describe(LogFields fields) {
    fields.taskId(id).account(account).client(client);
  }

  public boolean hasEnded() {
    return phase == Phase.ENDED;
  }

  /** Those of the rows that {@link TaskTransitionSql} returns. */
  public static List<TaskChange> from(RowSet<Row> rows) {
    return Rows.list(rows, TaskChange::from);
  }

  private static TaskChange from(Row row) {
    return new TaskChange(
        row.getUUID("id"),
        row.getString("client"),
        row.getString("account"),
        TaskKind.labelled(row.getString("kind")),
        TaskStatus.valueOf(row.getString("status")),
        Phase.labelled(row.getString("phase")),
        row.getInteger("event_no"),
        row.getString("file_path"),
        row.getString("upstream_task_id"),
        row.getBoolean("has_callback"));
  }
}
