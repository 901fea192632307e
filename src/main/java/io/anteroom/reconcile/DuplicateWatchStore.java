package io.anteroom.reconcile;

import io.anteroom.async.sql.Rows;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The watch over ended tasks, as far as the database is concerned, of which a duplicate asset may
 * turn up late. Two replicas that check one task cost a permit, and nothing else. Thread-safe.
 */
@Singleton
public class DuplicateWatchStore {

  private static final String DUE =
      "select distinct account from duplicate_watch where check_at <= now()";

  /**
   * The checks become rarer with time: each comes after half of the time since the end, and after
   * $3 at least, so that an asset is found before twice its own lateness is over. What a check
   * could not learn is asked again by the next one.
   */
  static final String CLAIM =
      """
      with due as (
        select task from duplicate_watch
        where account = $1 and check_at <= now()
        order by check_at limit $2
        for update skip locked),
      claimed as (
        update duplicate_watch w
        set check_at = now() + greatest($3::bigint * interval '1 ms', (now() - w.since) / 2)
        from due where w.task = due.task
        returning w.task, w.since)
      select t.id, t.status, t.attempt, t.in_doubt_attempts, t.collection_id, t.upstream_task_id,
        t.asset_id, floor(1000 * extract(epoch from now() - c.since))::bigint as since_ms
      from claimed c join task t on t.id = c.task
      """;

  private static final String SOON =
      """
      update duplicate_watch set check_at = least(check_at, now() + $2::bigint * interval '1 ms')
      where task = any ($1::uuid[])
      """;

  /** A check is due when the time is over, and the last one: it is left this long to succeed. */
  private static final String FORGET =
      """
      delete from duplicate_watch w
      where w.task = any ($1::uuid[])
        or w.since < now() - 2 * $2::bigint * interval '1 ms'
        or not exists (select from task t where t.id = w.task)
      """;

  private final Pool pool;

  public DuplicateWatchStore(Pool pool) {
    this.pool = pool;
  }

  public Uni<List<String>> due() {
    return pool.query(DUE).execute().map(rows -> Rows.list(rows, row -> row.getString(0)));
  }

  /**
   * Claims tasks whose check is due.
   *
   * @param min how long until the next check at the least
   */
  public Uni<List<WatchedTask>> claim(String account, int max, Duration min) {
    return pool.preparedQuery(CLAIM)
        .execute(Tuple.of(account, max, min.toMillis()))
        .map(rows -> Rows.list(rows, DuplicateWatchStore::read));
  }

  /** They could not be checked: again after this time at the latest. */
  public Uni<Void> soon(List<UUID> tasks, Duration later) {
    return pool.preparedQuery(SOON)
        .execute(Tuple.of(tasks.toArray(UUID[]::new), later.toMillis()))
        .replaceWithVoid();
  }

  /**
   * Ends the watch over these tasks, over those that nobody could check for twice its time, and
   * over those that are no longer kept.
   */
  public Uni<Void> forget(List<UUID> tasks, Duration watch) {
    return pool.preparedQuery(FORGET)
        .execute(Tuple.of(tasks.toArray(UUID[]::new), watch.toMillis()))
        .replaceWithVoid();
  }

  private static WatchedTask read(Row row) {
    return new WatchedTask(
        row.getUUID("id"),
        TaskStatus.valueOf(row.getString("status")),
        RunningTask.markers(row),
        row.getString("collection_id"),
        row.getString("upstream_task_id"),
        row.getString("asset_id"),
        Duration.ofMillis(row.getLong("since_ms")));
  }
}
