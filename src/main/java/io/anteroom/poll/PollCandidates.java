package io.anteroom.poll;

import io.anteroom.task.RunningTask;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Finds and claims the tasks that may be polled now, in the database. Thread-safe. */
@Singleton
public class PollCandidates {

  /**
   * A task's age at the last poll that told something; zero where there was none since its submit.
   */
  private static final String POLLED_MS =
      "greatest(0, floor(1000 * extract(epoch from t.polled_at - t.submitted_at)))::bigint";

  /**
   * Without locks: it is asked more often than there is something to poll. The clients are found by
   * a loose index scan, one step a client. The tasks of each that are due longest come first, so
   * that no client's tasks are hidden behind those of another. All together no more than a few
   * times the tasks that are returned are read.
   */
  public static final String CANDIDATES =
      """
      with recursive clients (client) as (
        (select t.client from task t
         where t.account = $1 and t.phase in ('running', 'cancelling')
         order by t.client limit 1)
        union all
        select (select t.client from task t
                where t.account = $1 and t.phase in ('running', 'cancelling')
                  and t.client > c.client
                order by t.client limit 1)
        from clients c where c.client is not null)
      select q.*
      from clients c
      cross join lateral (
        select %s, t.next_poll_at,
          row_number() over (order by t.next_poll_at) as place
        from task t
        where t.account = $1 and t.client = c.client and t.phase in ('running', 'cancelling')
          and (t.not_before is null or t.not_before <= now())
        order by t.next_poll_at
        limit least($2::bigint, greatest(16, 4 * $2::bigint / (select count(*) from clients)))) q
      where c.client is not null
      order by q.place, q.next_poll_at
      limit $2::bigint
      """
          .formatted(RunningTask.columns("t.submitted_at", POLLED_MS));

  /** Of two replicas that chose the same task the second finds it claimed, or polled. */
  static final String CLAIM =
      """
      with chosen as (
        select t.id
        from unnest($1::uuid[], $2::bigint[]) as u (id, polled_ms)
        join task t on t.id = u.id
        where t.phase in ('running', 'cancelling')
          and (t.not_before is null or t.not_before <= now())
          and %s <= u.polled_ms
        order by t.id
        for update of t skip locked)
      update task t
      set not_before = now() + $3::bigint * interval '1 ms',
        next_poll_at = now() + $3::bigint * interval '1 ms', polls = polls + 1
      from chosen
      where t.id = chosen.id
      returning t.id
      """
          .formatted(POLLED_MS);

  private final Pool pool;

  public PollCandidates(Pool pool) {
    this.pool = pool;
  }

  /** Tasks of an account that may be polled now, those first that are due longest. */
  public Uni<List<RunningTask>> of(String account, int max) {
    return pool.preparedQuery(CANDIDATES)
        .execute(Tuple.of(account, max))
        .map(
            rows -> {
              List<RunningTask> candidates = new ArrayList<>(rows.size());
              rows.forEach(row -> candidates.add(RunningTask.from(row)));
              return candidates;
            });
  }

  /**
   * Claims candidates in the caller's transaction.
   *
   * @param claim after which time they may be polled again where no poll is recorded
   * @return those that no other replica claimed or polled in the meantime
   */
  public Uni<Set<UUID>> claim(SqlClient client, List<RunningTask> candidates, Duration claim) {
    return client
        .preparedQuery(CLAIM)
        .execute(
            Tuple.of(
                candidates.stream().map(RunningTask::id).toArray(UUID[]::new),
                candidates.stream().map(t -> t.polledAt().toMillis()).toArray(Long[]::new),
                claim.toMillis()))
        .map(
            rows -> {
              Set<UUID> claimed = new HashSet<>();
              rows.forEach(row -> claimed.add(row.getUUID(0)));
              return claimed;
            });
  }
}
