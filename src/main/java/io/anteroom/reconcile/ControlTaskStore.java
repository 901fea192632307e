package io.anteroom.reconcile;

import io.anteroom.async.sql.Rows;
import io.anteroom.task.RunningTask;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Finds tasks of which it is known that the upstream has them. Thread-safe. */
@Singleton
public class ControlTaskStore {

  /**
   * A few of each collection that is asked for, and a few of the account, among the newest: running
   * ones before ended ones, and those last that the list does not show by themselves. It checks a
   * bounded number of rows, however many there are.
   */
  public static final String FIND =
      """
      with recent as (
        (select id, attempt, in_doubt_attempts, collection_id, asset_id, false as ended,
           submitted_at as since, poll_one_by_one
         from task
         where account = $1 and phase in ('running', 'cancelling')
         order by phase_xid desc, id desc limit 500)
        union all
        (select id, attempt, in_doubt_attempts, collection_id, asset_id, true, ended_at, poll_one_by_one
         from (select * from task where phase = 'ended' order by ended_at desc limit 500) e
         where account = $1 and status = 'DONE' and upstream_task_id is not null
           and asset_id is not null and ended_at > now() - interval '1 day')),
      placed as (
        select recent.*,
          row_number() over (partition by collection_id, ended order by poll_one_by_one, since desc)
            as in_collection,
          row_number() over (partition by ended order by poll_one_by_one, since desc) as in_account
        from recent
        where collection_id <> all ($4::text[]))
      select id, attempt, in_doubt_attempts, collection_id, asset_id, ended,
        floor(1000 * extract(epoch from now() - since))::bigint as age_ms
      from placed
      where in_account <= 2 or in_collection <= 2 and collection_id = any ($2::text[])
      order by in_collection, ended, collection_id
      limit $3
      """;

  private final Pool pool;

  public ControlTaskStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * Tasks of an account.
   *
   * @param collections where they are wanted most
   * @param leftOut collections of which none is wanted
   */
  public Uni<List<ControlTask>> find(
      String account, Collection<String> collections, int max, Collection<String> leftOut) {
    String[] wanted = collections.toArray(String[]::new);
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(account, wanted, max, leftOut.toArray(String[]::new)))
        .map(rows -> Rows.list(rows, ControlTaskStore::read));
  }

  private static ControlTask read(Row row) {
    return new ControlTask(
        RunningTask.markers(row),
        row.getString("collection_id"),
        row.getString("asset_id"),
        row.getBoolean("ended"),
        Duration.ofMillis(row.getLong("age_ms")));
  }
}
