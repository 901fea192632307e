package io.anteroom.quota;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Keeps the ledger sound where the database is not what it was: its clock was set back, or its last
 * commits are lost. Thread-safe.
 */
@Singleton
public class QuotaLedgerRepair {

  /**
   * No slot is taken, and no class paused, for longer than is ever written: what is further ahead
   * was written before the clock was set back. The whole time counts anew, so nothing is free too
   * soon.
   */
  private static final String CLAMP =
      """
      with longest as (
        select s.account, s.class, s.n,
          clock_timestamp() + c.hold + case when s.grant_id is null then interval '0'
            when s.class like '%.upload' then ($1::bigint + $3::bigint) * interval '1 ms'
            else ($1::bigint + $2::bigint) * interval '1 ms' end as latest
        from quota_slot s join quota_class c using (account, class)),
      slots as (
        update quota_slot s set free_at = l.latest from longest l
        where l.account = s.account and l.class = s.class and l.n = s.n
          and s.free_at > l.latest + interval '1 second'
        returning 1),
      far as (
        select account, class,
          clock_timestamp() + greatest(hold + $1::bigint * interval '1 ms',
            $4::bigint * interval '1 ms') as latest
        from quota_class),
      classes as (
        update quota_class c
        set paused_until = least(c.paused_until, far.latest),
          last_429_at = case when c.last_429_at > clock_timestamp() then clock_timestamp()
            else c.last_429_at end
        from far
        where far.account = c.account and far.class = c.class
          and (c.paused_until > far.latest + interval '1 second'
            or c.last_429_at > clock_timestamp() + interval '1 second')
        returning 1)
      select (select count(*) from slots) + (select count(*) from classes)
      """;

  /** Calls that were granted in lost commits have left by the end of their use-by. */
  private static final String HOLD =
      """
      update quota_class set
        paused_by = case
          when paused_until < clock_timestamp() + hold + $1::bigint * interval '1 ms'
          then 'failover' else paused_by end,
        paused_until = greatest(paused_until, clock_timestamp() + hold + $1::bigint * interval '1 ms')
      """;

  private final Pool pool;
  private final QuotaSettings settings;

  public QuotaLedgerRepair(Pool pool, QuotaSettings settings) {
    this.pool = pool;
    this.settings = settings;
  }

  /** Brings back what is further ahead than is ever written; answers with how much that was. */
  public Uni<Long> clamp(Duration call, Duration upload) {
    return pool.preparedQuery(CLAMP)
        .execute(
            Tuple.of(
                settings.useBy().toMillis(),
                call.toMillis(),
                upload.toMillis(),
                settings.maxBackoff().toMillis()))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** No class is granted anything for one window, in the caller's transaction. */
  public Uni<Void> holdAll(SqlClient client) {
    return client
        .preparedQuery(HOLD)
        .execute(Tuple.of(settings.useBy().toMillis()))
        .replaceWithVoid();
  }
}
