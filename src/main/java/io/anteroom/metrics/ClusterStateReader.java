package io.anteroom.metrics;

import io.anteroom.async.StatementTimeout;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;

/** Reads the state of the cluster with one statement. Thread-safe. */
@Singleton
public class ClusterStateReader {

  /**
   * Each part reads a partial index: the cost grows with what has not ended, never with what has.
   * Of the queued tasks only the index is read, and an id sorts by the time of its accept; as text,
   * since PostgreSQL has no min(uuid).
   */
  public static final String READ =
      """
      with queued as (
        select account, count(*) as tasks, min(id::text collate "C") as oldest
        from task where phase = 'queued' group by account)
      select 'TASKS' as subject, account, 'queued' as label, tasks::float8 as value from queued
      union all
      select 'OLDEST_QUEUED', q.account, '',
        extract(epoch from greatest(now() - t.accepted_at, interval '0'))::float8
      from queued q join task t on t.id = q.oldest::uuid
      union all
      select 'TASKS', account, 'submitting', count(*)
      from task where phase = 'submitting' group by account
      union all
      select 'TASKS', account, 'in_doubt', count(*)
      from task where phase = 'in_doubt' group by account
      union all
      select 'TASKS', account, phase, count(*)
      from task where phase in ('running', 'cancelling') group by account, phase
      union all
      select 'QUOTA_USED', c.account, c.class, count(*)
      from quota_class c
      join quota_slot s on s.account = c.account and s.class = c.class and s.n < c.slots
      where s.free_at > now() group by c.account, c.class
      union all
      select 'QUOTA_BELIEVED', c.account, c.class, quota_allowed_slots(c) from quota_class c
      union all
      select 'CALLBACKS', '', '', count(*) from callback where state = 'pending'
      union all
      select 'OLDEST_CALLBACK', '', '',
        extract(epoch from greatest(now() - min(delivery_started_at), interval '0'))
      from callback where state = 'pending'
      """;

  private final Pool pool;

  public ClusterStateReader(Pool pool) {
    this.pool = pool;
  }

  Uni<ClusterState> read() {
    return StatementTimeout.of(pool.preparedQuery(READ).execute()).map(ClusterState::from);
  }
}
