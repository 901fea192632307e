package io.anteroom.quota;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How the classes of an account stand in the ledger, by one statement. Thread-safe. */
@Singleton
public class QuotaReport {

  /**
   * The last of a queue gets the slot that is free after all before it, a hold later each round. A
   * call under way is expected to be answered by now, not to need its timeout.
   */
  private static final String REPORT =
      """
      with rule as (
        select c.class, c.paused_by, coalesce(q.queued, 0) as queued, %s
        from quota_class c
        left join unnest($2::text[], $3::bigint[]) as q (class, queued) on q.class = c.class
        where c.account = $1)
      select r.class, r.allowed, s.used, r.queued,
        case when r.paused_until > r.now then r.paused_until end as paused_until,
        case when r.paused_until > r.now then r.paused_by end as paused_by,
        ceil(1000 * extract(epoch from
          greatest(r.paused_until, s.free_at[r.slots - r.allowed + 1], r.now) - r.now)
        )::bigint as next_ms,
        ceil(1000 * extract(epoch from
          greatest(r.paused_until, r.now,
            s.free_at[r.slots - r.allowed + 1 + greatest(0, r.queued - 1) %% r.allowed]) - r.now
          + r.hold * (greatest(0, r.queued - 1) / r.allowed))
        )::bigint as last_ms,
        ceil(1000 * extract(epoch from s.free_at[r.slots - s.used + 1] - r.now))::bigint as free_ms,
        ceil(1000 * extract(epoch from greatest(s.free_at[r.slots], r.now) - r.now))::bigint
          as all_free_ms,
        ceil(1000 * extract(epoch from r.hold))::bigint as hold_ms
      from rule r
      cross join lateral (
        select count(*) filter (where free_at > r.now) as used,
          array_agg(least(free_at, r.now + r.hold) order by free_at) as free_at
        from quota_slot where account = $1 and class = r.class and n < r.slots) s
      """
          .formatted(QuotaRuleSql.COLUMNS);

  /**
   * How many tasks wait for permits of a class.
   *
   * @param queued how many, not negative
   */
  public record Queue(EndpointClass endpointClass, long queued) {}

  /**
   * A class of the account.
   *
   * @param believed how many calls a window are believed to be allowed; where there is no limit,
   *     how many may be under way
   * @param pausedUntil until when no call may leave; empty where none is held back
   * @param pausedBy why; empty where none is held back
   * @param nextPermit how long until the next permit; zero if one is free
   * @param nextFree how long until one more slot is free; empty where none is taken
   * @param allFree how long until every slot is free; zero where none is taken
   * @param hold how long a slot stays taken after the response to its call
   * @param lastOfQueue how long until the last of the queue has its permit; empty without a queue
   */
  public record ClassReport(
      EndpointClass endpointClass,
      int believed,
      int used,
      Optional<Instant> pausedUntil,
      Optional<PauseCause> pausedBy,
      Duration nextPermit,
      Optional<Duration> nextFree,
      Duration allFree,
      Duration hold,
      Optional<Duration> lastOfQueue) {

    /** How many permits are free, or will be when the pause ends. */
    public int free() {
      return Math.max(0, believed - used);
    }

    /**
     * How long until so many permits can be had one after the other, if the taken slots become free
     * at an even pace.
     *
     * @param permits how many, at least 1
     */
    public Duration untilPermit(long permits) {
      long rounds = (permits - 1) / believed;
      int taken = (int) ((permits - 1) % believed) - free();
      Duration first = nextFree.orElse(Duration.ZERO);
      Duration slot =
          taken < 0
              ? Duration.ZERO
              : first.plus(
                  allFree.minus(first).multipliedBy(taken).dividedBy(Math.max(1, used - 1)));
      Duration soonest = slot.compareTo(nextPermit) > 0 ? slot : nextPermit;
      return soonest.plus(hold.multipliedBy(rounds));
    }
  }

  private final Pool pool;

  public QuotaReport(Pool pool) {
    this.pool = pool;
  }

  /**
   * The classes of the account, in the order of {@link EndpointClass}.
   *
   * @param queues what waits; a class that is not named has no queue
   */
  public Uni<List<ClassReport>> of(String account, List<Queue> queues) {
    String[] classes =
        queues.stream().map(queue -> queue.endpointClass().label()).toArray(String[]::new);
    Long[] queued = queues.stream().map(Queue::queued).toArray(Long[]::new);
    return StatementTimeout.of(
            pool.preparedQuery(REPORT).execute(Tuple.of(account, classes, queued)))
        .map(rows -> Rows.list(rows, QuotaReport::read))
        .invoke(reports -> reports.sort(Comparator.comparing(ClassReport::endpointClass)));
  }

  /**
   * How long until the last of so many has its permit.
   *
   * @param permits how many, at least 1
   */
  public Uni<Duration> untilPermit(String account, EndpointClass endpointClass, long permits) {
    return of(account, List.of(new Queue(endpointClass, permits)))
        .map(
            classes ->
                classes.stream()
                    .filter(report -> report.endpointClass() == endpointClass)
                    .flatMap(report -> report.lastOfQueue().stream())
                    .findFirst()
                    .orElse(Duration.ZERO));
  }

  private static ClassReport read(Row row) {
    return new ClassReport(
        EndpointClass.labelled(row.getString("class")),
        row.getInteger("allowed"),
        row.getInteger("used"),
        Optional.ofNullable(row.getOffsetDateTime("paused_until")).map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getString("paused_by")).flatMap(PauseCause::labelled),
        Duration.ofMillis(row.getLong("next_ms")),
        Optional.ofNullable(row.getLong("free_ms")).map(Duration::ofMillis),
        Duration.ofMillis(row.getLong("all_free_ms")),
        Duration.ofMillis(row.getLong("hold_ms")),
        row.getLong("queued") == 0
            ? Optional.empty()
            : Optional.of(Duration.ofMillis(row.getLong("last_ms"))));
  }
}
