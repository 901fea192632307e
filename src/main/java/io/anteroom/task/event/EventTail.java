package io.anteroom.task.event;

import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Reads the event log in the order in which nothing can be missed: sequence numbers commit out of
 * order, so only rows whose transaction is older than every open one of this database are read, by
 * (xid, sequence): {@link EventHorizon}. The reader keeps its position. Thread-safe.
 *
 * <p>After a crash PostgreSQL gives ids of transactions again of which nothing is on disk. It never
 * gives one again that is not above the id of a committed event. So a reader keeps the position of
 * an event, and never that of the next free id, which events after a crash may stand before.
 */
@Singleton
public class EventTail {

  /**
   * The id after that of the newest event's transaction, as an expression of SQL. Whoever keeps an
   * id up to which it has read keeps this one at most.
   */
  public static final String AFTER_NEWEST =
      """
      (select coalesce(
         (select (xid::text::bigint + 1)::text::xid8 from task_event order by xid desc limit 1),
         '0'))\
      """;

  static final String NOW =
      "select xid::text as position, seq from task_event where xid < "
          + EventHorizon.expression("$1")
          + " order by xid desc, seq desc limit 1";

  private static final String NEXT = "select pg_snapshot_xmax(pg_current_snapshot())::text as xid";

  /** The text of the number has another name: "order by xid" would sort by it, 10 before 9. */
  private static final String SINCE =
      """
      select xid::text as position, seq, task_id, client, no, phase = 'ended' as ended
      from task_event
      where (xid, seq) > ($1::text::xid8, $2) and xid <\
      """
          + EventHorizon.expression("$4")
          + " order by xid, seq limit $3";

  /** By the index of the order, backwards: one row, however long the log is. */
  private static final String AHEAD =
      """
      select exists (
        select from (select xid from task_event order by xid desc limit 1) newest
        where xid >= pg_snapshot_xmax(pg_current_snapshot()))
      """;

  private final Pool pool;
  private final EventHorizon horizon;

  public EventTail(Pool pool, EventHorizon horizon) {
    this.pool = pool;
    this.horizon = horizon;
  }

  /** The position of the newest event that can be read now: before it nothing is missing. */
  public Uni<EventPosition> now() {
    return pool.preparedQuery(NOW)
        .execute(Tuple.of(horizon.elsewhere()))
        .map(rows -> rows.size() == 0 ? EventPosition.FIRST : position(rows.iterator().next()));
  }

  /** The position that no event has reached yet, whatever it is that others wait for. */
  public Uni<EventPosition> next() {
    return pool.query(NEXT)
        .execute()
        .map(rows -> new EventPosition(rows.iterator().next().getString(0), 0));
  }

  /**
   * Whether the log has an event of a transaction that this database has not begun yet: the log is
   * of another one, restored from a dump, and its events stay hidden until this one has caught up.
   */
  public Uni<Boolean> isAhead() {
    return pool.query(AHEAD).execute().map(rows -> rows.iterator().next().getBoolean(0));
  }

  /**
   * The events after a position.
   *
   * @param max how many of them at most
   */
  public Uni<List<TaskSignal>> since(EventPosition position, int max) {
    return pool.preparedQuery(SINCE)
        .execute(Tuple.of(position.xid(), position.seq(), max, horizon.elsewhere()))
        .map(rows -> Rows.list(rows, EventTail::read));
  }

  private static TaskSignal read(Row row) {
    return new TaskSignal(
        row.getUUID("task_id"),
        row.getString("client"),
        row.getInteger("no"),
        row.getBoolean("ended"),
        position(row));
  }

  private static EventPosition position(Row row) {
    return new EventPosition(row.getString("position"), row.getLong("seq"));
  }
}
