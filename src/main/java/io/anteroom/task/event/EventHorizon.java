package io.anteroom.task.event;

import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * How far the event log can be read: up to the oldest open transaction that may still write to it.
 *
 * <p>A snapshot names the open transactions of the whole cluster, and one of another database
 * writes no event of ours, however long it stays open. Which they are is read now and then, and
 * what was found is true for ever: a transaction never changes its database. So a read ignores
 * those that are known to be elsewhere, and waits for all others. Only an id above that of the
 * newest event is not remembered: after a crash it may be given again, to a transaction of ours
 * ({@link EventTail}). Thread-safe.
 */
@Singleton
public class EventHorizon {

  private static final Logger LOG = Logger.getLogger(EventHorizon.class);
  private static final Duration WORTH_A_WARNING = Duration.ofSeconds(10);

  /**
   * The transaction before which nothing will be written any more, in a statement whose parameter
   * of this name is {@link #elsewhere()}.
   */
  private static final String OF_STATEMENT =
      """
      (select coalesce(
         (select x from pg_snapshot_xip(pg_current_snapshot()) x
          where x <> all (%s::text[]::xid8[]) order by x limit 1),
         pg_snapshot_xmax(pg_current_snapshot())))\
      """;

  /**
   * Both views must agree where a transaction is: each is put together row by row, and a session
   * that ends meanwhile may leave its place to another. Where nothing is open neither is read.
   */
  private static final String READ =
      """
      with open as materialized (
        select x from pg_snapshot_xip(pg_current_snapshot()) x),
      elsewhere as materialized (
        select o.x from open o
        cross join lateral (
          select from pg_locks l join pg_stat_activity a on a.pid = l.pid
          where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and l.granted
            and l.transactionid = o.x::xid and a.backend_xid = o.x::xid
            and a.datname <> current_database()
          limit 1) session
        union
        select o.x from open o join pg_prepared_xacts p on p.transaction = o.x::xid
        where p.database <> current_database()),
      oldest as materialized (
        select x from open where x not in (select x from elsewhere) order by x limit 1)
      select (select x from oldest)::text as held,
        (select l.pid from oldest o join pg_locks l on l.locktype = 'transactionid' and l.granted
           and l.mode = 'ExclusiveLock' and l.transactionid = o.x::xid limit 1) as pid,
        array(
          select x::text from elsewhere
          where x <= (select xid from task_event order by xid desc limit 1)) as elsewhere
      """;

  private final Pool pool;
  private final Ticker ticker;
  private volatile String[] elsewhere = {};
  private volatile Held held;

  /** One open transaction of this database, since it was first seen. */
  private record Held(String xid, long since, boolean told) {}

  public EventHorizon(Pool pool, Ticker ticker) {
    this.pool = pool;
    this.ticker = ticker;
  }

  /** As an expression of SQL, with this parameter for {@link #elsewhere()}. */
  static String expression(String parameter) {
    return OF_STATEMENT.formatted(parameter);
  }

  /** Open transactions that are known to be of other databases. */
  String[] elsewhere() {
    return elsewhere;
  }

  /** Reads which transactions are open, and where. */
  public Uni<Void> read() {
    return pool.preparedQuery(READ)
        .execute()
        .invoke(rows -> remember(rows.iterator().next()))
        .replaceWithVoid();
  }

  /** For how long the log has been held back by one open transaction of this database. */
  public Duration age() {
    Held now = held;
    return now == null ? Duration.ZERO : ticker.since(now.since());
  }

  private void remember(Row row) {
    elsewhere = row.getArrayOfStrings("elsewhere");
    String xid = row.getString("held");
    held = xid == null ? null : told(holding(xid), row.getInteger("pid"));
  }

  private Held holding(String xid) {
    Held before = held;
    return before != null && before.xid().equals(xid)
        ? before
        : new Held(xid, ticker.nanos(), false);
  }

  private Held told(Held now, Integer pid) {
    Duration age = ticker.since(now.since());
    if (now.told() || age.compareTo(WORTH_A_WARNING) < 0) {
      return now;
    }
    LOG.warnf(
        "transaction %s of this database (%s) is open for more than %d s: event streams wait for"
            + " its end",
        now.xid(), pid == null ? "prepared" : "pid " + pid, age.toSeconds());
    return new Held(now.xid(), now.since(), true);
  }
}
