package io.anteroom.reconcile;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Brings back times of tasks and leases that are further ahead than is ever written: the database's
 * clock was set back since. Beginnings in the future begin now. Thread-safe.
 */
@Singleton
public class ClockCorrectionStore {

  private static final String CLAMP =
      """
      with leases as (
        update replica set lease_until = clock_timestamp() + $2::bigint * interval '1 ms'
        where lease_until > clock_timestamp() + 2 * $2::bigint * interval '1 ms'
        returning 1),
      poll_leases as (
        update poll_lease set lease_until = clock_timestamp()
        where lease_until > clock_timestamp() + 2 * $2::bigint * interval '1 ms'
        returning 1),
      far as (
        select t.id from task t
        where t.account = any ($1::text[]) and t.phase in ('running', 'cancelling')
          and t.submitted_at > now() + interval '1 s'
        union all
        select t.id from task t
        where t.account = any ($1::text[]) and t.phase = 'in_doubt'
          and t.next_check_at > now() + $3::bigint * interval '1 ms'
          and (t.doubt is distinct from 'unprocessed'
            or t.next_check_at > now() + $4::bigint * interval '1 ms')),
      tasks as (
        update task t set next_check_at = least(t.next_check_at, now()), not_before = null,
          submitted_at = least(t.submitted_at, now()),
          unanswered_since = least(t.unanswered_since, now()),
          not_found_since = least(t.not_found_since, now()),
          in_doubt_since = least(t.in_doubt_since, now())
        where t.id = any (array(select id from far))
          and (t.phase in ('running', 'cancelling') and t.submitted_at > now() + interval '1 s'
            or t.phase = 'in_doubt' and t.next_check_at > now() + $3::bigint * interval '1 ms'
              and (t.doubt is distinct from 'unprocessed'
                or t.next_check_at > now() + $4::bigint * interval '1 ms'))
        returning 1)
      select (select count(*) from leases) + (select count(*) from poll_leases)
        + (select count(*) from tasks)
      """;

  private final Pool pool;

  public ClockCorrectionStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * Brings them back; answers with how many they were.
   *
   * @param longest no time of a task is further ahead
   */
  public Uni<Long> clamp(List<String> accounts, Duration lease, LongestWaits longest) {
    return pool.preparedQuery(CLAMP)
        .execute(
            Tuple.of(
                accounts.toArray(String[]::new),
                lease.toMillis(),
                longest.check().toMillis(),
                longest.askedCheck().toMillis()))
        .map(rows -> rows.iterator().next().getLong(0));
  }
}
