package io.anteroom.reconcile;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings back times of tasks and leases that are further ahead than is ever written: the database's
 * clock was set back since. Beginnings in the future begin now, and a hold is over. Thread-safe.
 */
@Singleton
public class ClockCorrectionStore {

  private static final String SUBMITTED_AHEAD =
      "t.phase in ('running', 'cancelling') and t.submitted_at > now() + interval '1 s'";

  private static final String CHECK_AHEAD =
      """
      t.phase = 'in_doubt' and t.next_check_at > now() + $3::bigint * interval '1 ms'
          and (t.doubt is distinct from 'unprocessed'
            or t.next_check_at > now() + $4::bigint * interval '1 ms')\
      """;

  private static final String HOLD_AHEAD =
      "t.phase = 'queued' and t.not_before > now() + $5::bigint * interval '1 ms'";

  public static final String CLAMP =
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
        select t.id from task t where t.account = any ($1::text[]) and %1$s
        union all
        select t.id from task t where t.account = any ($1::text[]) and %2$s
        union all
        select t.id from task t where t.account = any ($1::text[]) and %3$s),
      tasks as (
        update task t set not_before = null, %4$s
        where t.id = any (array(select id from far)) and (%1$s or %2$s or %3$s)
        returning 1)
      select (select count(*) from leases) + (select count(*) from poll_leases)
        + (select count(*) from tasks)
      """
          .formatted(SUBMITTED_AHEAD, CHECK_AHEAD, HOLD_AHEAD, noLaterThanNow());

  /** What a task does not have it does not get. */
  private static String noLaterThanNow() {
    return Stream.of(
            "next_check_at",
            "submitted_at",
            "unanswered_since",
            "not_found_since",
            "in_doubt_since")
        .map(time -> "%1$s = case when t.%1$s > now() then now() else t.%1$s end".formatted(time))
        .collect(Collectors.joining(",\n    "));
  }

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
                longest.askedCheck().toMillis(),
                longest.hold().toMillis()))
        .map(rows -> rows.iterator().next().getLong(0));
  }
}
