package io.anteroom.poll;

import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads running tasks for the replica that polls them. Thread-safe. */
@Singleton
public class RunningTaskReader {

  private static final int PAGE = 1_000;

  /**
   * Every change of a task writes the transaction of its event into its row, or keeps a later one.
   * Before the oldest transaction that is open nothing changes any more. So who reads from there on
   * the next time misses no change.
   */
  public static final String CHANGED =
      """
      select pg_snapshot_xmin(pg_current_snapshot())::text as up_to, r.*
      from (values (1)) one
      left join lateral (
        select t.event_xid::text as xid, %s
        from task t
        where t.account = $1 and t.phase in ('running', 'cancelling')
          and (t.event_xid, t.id) > ($2::text::xid8, $3::uuid)
        order by t.event_xid, t.id
        limit $4) r on true
      """
          .formatted(RunningTaskRow.COLUMNS);

  private static final String OF_IDS =
      """
      select %s from task t
      where t.id = any ($1) and t.account = $2 and t.phase in ('running', 'cancelling')
      """
          .formatted(RunningTaskRow.COLUMNS);

  /**
   * A place in the order of changes.
   *
   * @param transaction as text
   */
  record Place(String transaction, UUID task) {

    /** Before all changes of a transaction and of later ones. */
    static Place of(String transaction) {
      return new Place(transaction, new UUID(0, 0));
    }

    /** Before all changes. */
    static Place first() {
      return of("0");
    }
  }

  /**
   * Running tasks in the order of their changes.
   *
   * @param upTo before which transaction nothing changes any more
   * @param next where the next page begins; null where this is the last
   */
  record Page(List<RunningTaskRow> rows, String upTo, Place next) {}

  private final Pool pool;

  public RunningTaskReader(Pool pool) {
    this.pool = pool;
  }

  /** A page of the tasks that changed after this. */
  Uni<Page> changed(String account, Place after) {
    return pool.preparedQuery(CHANGED)
        .execute(Tuple.of(account, after.transaction(), after.task(), PAGE))
        .map(RunningTaskReader::page);
  }

  private static Page page(RowSet<Row> rows) {
    String upTo = rows.iterator().next().getString("up_to");
    List<Row> found =
        StreamSupport.stream(rows.spliterator(), false)
            .filter(row -> row.getUUID("id") != null)
            .toList();
    Place next = null;
    if (found.size() == PAGE) {
      Row last = found.get(PAGE - 1);
      next = new Place(last.getString("xid"), last.getUUID("id"));
    }
    return new Page(found.stream().map(RunningTaskRow::from).toList(), upTo, next);
  }

  /** Those of the tasks that still run. */
  Uni<List<RunningTaskRow>> of(String account, Collection<UUID> tasks) {
    return pool.preparedQuery(OF_IDS)
        .execute(Tuple.of(tasks.toArray(UUID[]::new), account))
        .map(rows -> Rows.list(rows, RunningTaskRow::from));
  }
}
