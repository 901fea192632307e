package io.anteroom.task.event;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads the event log in the order in which nothing can be missed: sequence numbers commit out of
 * order, so only rows whose transaction is older than every open one of this database are read, by
 * (xid, sequence): {@link EventHorizon}. Stateless; the reader keeps its position.
 */
@Singleton
public class EventTail {

  private static final String NOW = "select " + EventHorizon.expression("$1") + "::text as xid";

  private static final String NEXT = "select pg_snapshot_xmax(pg_current_snapshot())::text as xid";

  /** The text of the number has another name: "order by xid" would sort by it, 10 before 9. */
  private static final String SINCE =
      """
      select xid::text as position, seq, task_id, client, no, phase = 'ended' as ended
      from task_event
      where (xid, seq) > ($1::text::xid8, $2) and xid < """
          + EventHorizon.expression("$4")
          + " order by xid, seq limit $3";

  /** By the index of the order, backwards: one row, however long the log is. */
  private static final String AHEAD =
      """
      select exists (
        select from (select xid from task_event order by xid desc limit 1) newest
        where xid >= pg_snapshot_xmax(pg_current_snapshot()))
      """;

  /**
   * A position: everything up to it has been read.
   *
   * @param xid the transaction, as text, since it has 64 bits without sign
   * @param seq the sequence number within it
   */
  public record Position(String xid, long seq) {

    /** Whether this one comes after another. */
    public boolean isAfter(Position other) {
      int order =
          Long.compareUnsigned(Long.parseUnsignedLong(xid), Long.parseUnsignedLong(other.xid));
      return order > 0 || (order == 0 && seq > other.seq);
    }
  }

  /**
   * An event, as far as those who wait need it.
   *
   * @param at its position
   * @param task which task
   * @param client whose it is
   * @param no its number within the task
   * @param ended whether it is the task's last
   */
  public record Event(Position at, UUID task, String client, int no, boolean ended) {}

  private final Pool pool;
  private final EventHorizon horizon;

  /** Only stores its parts. */
  public EventTail(Pool pool, EventHorizon horizon) {
    this.pool = pool;
    this.horizon = horizon;
  }

  /** The position before which nothing is missing now. */
  public Uni<Position> now() {
    return pool.preparedQuery(NOW)
        .execute(Tuple.of(horizon.elsewhere()))
        .map(rows -> new Position(rows.iterator().next().getString(0), 0));
  }

  /** The position that no event has reached yet, whatever it is that others wait for. */
  public Uni<Position> next() {
    return pool.query(NEXT)
        .execute()
        .map(rows -> new Position(rows.iterator().next().getString(0), 0));
  }

  /**
   * Whether the log has an event of a transaction that this database has not begun yet: the log is
   * of another one, restored from a dump, and its events stay hidden until this one has caught up.
   */
  public Uni<Boolean> isAhead() {
    return pool.query(AHEAD).execute().map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** The events after a position, at most this many. */
  public Uni<List<Event>> since(Position position, int most) {
    return pool.preparedQuery(SINCE)
        .execute(Tuple.of(position.xid(), position.seq(), most, horizon.elsewhere()))
        .map(EventTail::read);
  }

  private static List<Event> read(RowSet<Row> rows) {
    List<Event> events = new ArrayList<>(rows.size());
    for (Row row : rows) {
      events.add(
          new Event(
              new Position(row.getString("position"), row.getLong("seq")),
              row.getUUID("task_id"),
              row.getString("client"),
              row.getInteger("no"),
              row.getBoolean("ended")));
    }
    return events;
  }
}
