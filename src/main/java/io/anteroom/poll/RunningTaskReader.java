package io.anteroom.poll;

import io.anteroom.task.RunningTask;
import io.anteroom.task.event.EventTail;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads running tasks for the replica that polls them. Thread-safe. */
@Singleton
public class RunningTaskReader {

  private static final int PAGE = 1_000;

  private static final String COLUMNS =
      RunningTask.columns("t.submitted_at") + ", t.event_no, t.upstream_status";

  /**
   * Every change of a task but those that a poll found writes the transaction of its event into its
   * row, or keeps a later one. Before the oldest transaction that is open nothing changes any more,
   * and up to the newest event no id is given again after a crash. So who reads from there on the
   * next time misses no change.
   */
  public static final String CHANGED =
      """
      select least(pg_snapshot_xmin(pg_current_snapshot()), %s)::text as up_to, r.*
      from (values (1)) one
      left join lateral (
        select t.phase_xid::text as xid, %s
        from task t
        where t.account = $1 and t.phase in ('running', 'cancelling')
          and (t.phase_xid, t.id) > ($2::text::xid8, $3::uuid)
        order by t.phase_xid, t.id
        limit $4) r on true
      """
          .formatted(EventTail.AFTER_NEWEST, COLUMNS);

  /**
   * A place in the order of changes.
   *
   * @param transaction as text
   */
  record Place(String transaction, UUID task) {

    /** Before all changes. */
    static final Place FIRST = of("0");

    /** Before all changes of a transaction and of later ones. */
    static Place of(String transaction) {
      return new Place(transaction, new UUID(0, 0));
    }
  }

  /**
   * A running task as its row says.
   *
   * @param upstreamStatus the upstream's own word, or null
   */
  record RunningTaskRow(RunningTask task, int eventNo, String upstreamStatus) {
    private static RunningTaskRow from(Row row) {
      return new RunningTaskRow(
          RunningTask.from(row), row.getInteger("event_no"), row.getString("upstream_status"));
    }
  }

  /**
   * Running tasks in the order of their changes.
   *
   * @param upTo before which transaction nothing changes any more, not even after a crash
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
    List<RunningTaskRow> found = new ArrayList<>(rows.size());
    Row last = null;
    for (Row row : rows) {
      last = row;
      if (row.getUUID("id") != null) {
        found.add(RunningTaskRow.from(row));
      }
    }
    Place next = found.size() < PAGE ? null : new Place(last.getString("xid"), last.getUUID("id"));
    return new Page(found, last.getString("up_to"), next);
  }
}
