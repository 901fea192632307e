package io.anteroom.task.event;

import io.anteroom.async.sql.Rows;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Reads events page by page, so that a reader that goes on after its last one misses nothing and
 * gets nothing twice. Stateless, thread-safe.
 */
@Singleton
public class EventLog {

  private static final String COLUMNS =
      "xid::text as position, seq, task_id, client, no, status, phase, upstream_status, error,"
          + " error_status, failure_reason, at,"
          + " (select t.reference from task t where t.id = task_id) as reference";

  /** A task's events are written under the lock of its row: their numbers commit in order. */
  private static final String OF_TASK =
      "select " + COLUMNS + " from task_event where task_id = $1 and no > $2 order by no limit $3";

  /** Events of many tasks commit out of order: see {@link EventTail}. */
  static final String OF_CLIENT =
      "select "
          + COLUMNS
          + " from task_event where client = $1 and (xid, seq) > ($2::text::xid8, $3) and xid < "
          + EventHorizon.expression("$5")
          + " order by xid, seq limit $4";

  static final String OF_ALL =
      "select "
          + COLUMNS
          + " from task_event where (xid, seq) > ($1::text::xid8, $2) and xid < "
          + EventHorizon.expression("$4")
          + " order by xid, seq limit $3";

  /**
   * Only of those tasks that have an event since then: the rows of the tasks say which. All events
   * of these are read, and then chosen and ordered: so no index of the whole log is walked for it.
   */
  static final String OF_BATCH =
      """
      with changed as materialized (
        select id from task where batch = $1 and event_xid >= $2::text::xid8),
      found as materialized (
        select * from task_event where task_id = any (array(select id from changed)))
      select\
      """
          + " "
          + COLUMNS
          + " from found where (xid, seq) > ($2::text::xid8, $3) and xid < "
          + EventHorizon.expression("$5")
          + " order by xid, seq limit $4";

  /** A task that has not ended has a last event that comes after every position. */
  private static final String UNFINISHED =
      """
      select t.id from task t
      where t.batch = $1 and (t.phase <> 'ended' or exists (
        select from task_event e
        where e.task_id = t.id and e.no = t.event_no and (e.xid, e.seq) > ($2::text::xid8, $3)))
      """;

  private final Pool pool;
  private final EventHorizon horizon;

  public EventLog(Pool pool, EventHorizon horizon) {
    this.pool = pool;
    this.horizon = horizon;
  }

  /** The events of a task after this number, at most this many, by their numbers. */
  public Uni<List<TaskEvent>> ofTask(UUID task, int after, int max) {
    return pool.preparedQuery(OF_TASK)
        .execute(Tuple.of(task, after, max))
        .map(rows -> Rows.list(rows, EventLog::read));
  }

  /**
   * The events of a client after this position, at most this many; those of one task come by their
   * numbers. An event shows once every transaction of this database that began to write before its
   * own has ended.
   */
  public Uni<List<TaskEvent>> ofClient(String client, EventPosition after, int max) {
    return pool.preparedQuery(OF_CLIENT)
        .execute(Tuple.of(client, after.xid(), after.seq(), max, horizon.elsewhere()))
        .map(rows -> Rows.list(rows, EventLog::read));
  }

  /** The same of the events of all clients. */
  public Uni<List<TaskEvent>> ofAll(EventPosition after, int max) {
    return pool.preparedQuery(OF_ALL)
        .execute(Tuple.of(after.xid(), after.seq(), max, horizon.elsewhere()))
        .map(rows -> Rows.list(rows, EventLog::read));
  }

  /** The same of the events of the tasks of a batch. */
  public Uni<List<TaskEvent>> ofBatch(UUID batch, EventPosition after, int max) {
    return pool.preparedQuery(OF_BATCH)
        .execute(Tuple.of(batch, after.xid(), after.seq(), max, horizon.elsewhere()))
        .map(rows -> Rows.list(rows, EventLog::read));
  }

  /** The tasks of a batch whose last event comes after this position. */
  public Uni<List<UUID>> unfinished(UUID batch, EventPosition after) {
    return pool.preparedQuery(UNFINISHED)
        .execute(Tuple.of(batch, after.xid(), after.seq()))
        .map(rows -> Rows.list(rows, row -> row.getUUID(0)));
  }

  private static TaskEvent read(Row row) {
    return new TaskEvent(
        new EventPosition(row.getString("position"), row.getLong("seq")),
        row.getUUID("task_id"),
        row.getString("client"),
        row.getInteger("no"),
        TaskStatus.valueOf(row.getString("status")),
        Phase.labelled(row.getString("phase")),
        row.getString("upstream_status"),
        row.getString("error"),
        TaskFailure.stored(
            row.getString("failure_reason"),
            row.getInteger("error_status"),
            row.getString("error")),
        row.getString("reference"),
        row.getOffsetDateTime("at").toInstant());
  }
}
