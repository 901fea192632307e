package io.anteroom.quota;

import io.anteroom.async.ClockReading;
import io.anteroom.async.Gatherer;
import io.anteroom.async.SuspendAwareClock;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The quota ledger: every upstream call takes a slot here first, on every replica.
 *
 * <p>A slot is taken from its grant until {@link SlotRule#hold()} after the answer, or after the
 * call's hard timeout where no answer is recorded, because the call arrives upstream somewhere
 * between the two. All of it is measured by the database's clock; of a process only the time since
 * something of its own counts ({@link System#nanoTime()}), never its wall clock. Thread-safe.
 */
@Singleton
public class QuotaLedger {

  /** Slots that are not believed in are left like a reserve, so that old calls in them count. */
  private static final String TAKE =
      """
      with rule as (
        select slots, hold, quota_allowed_slots(c) as allowed from quota_class c
        where account = $1 and class = $2 and paused_until <= clock_timestamp()
          and not exists (select from operator_pause p where p.account = $1)
          and not database_moved() and database_position() >= $7::text::pg_lsn),
      now as materialized (select clock_timestamp() as at),
      free as (
        select s.n from quota_slot s, rule, now
        where s.account = $1 and s.class = $2 and s.n < rule.slots and s.free_at <= now.at),
      taken as (
        select s.n from quota_slot s
        where s.account = $1 and s.class = $2
          and s.n in (select n from free, rule where n < allowed)
          and s.free_at <= (select at from now)
        order by s.free_at, s.n
        limit least($3, greatest(0, (select count(*) from free)
          - (select slots - allowed + $4 * allowed / slots from rule)))
        for update skip locked)
      update quota_slot s
      set grant_id = $5, free_at = clock_timestamp() + $6::bigint * interval '1 ms' + rule.hold
      from taken, rule
      where s.account = $1 and s.class = $2 and s.n = taken.n
      returning s.n
      """;

  /** The hold is counted from the answer, which is older than this statement. */
  private static final String SET_FREE =
      """
      update quota_slot s
      set free_at = clock_timestamp() + case when u.used
            then c.hold - u.age_us * interval '1 us' else interval '0' end,
          grant_id = null
      from unnest($1::text[], $2::text[], $3::int[], $4::uuid[], $5::bool[], $6::bigint[])
             as u (account, class, n, grant_id, used, age_us)
      join quota_class c using (account, class)
      where s.account = u.account and s.class = u.class and s.n = u.n and s.grant_id = u.grant_id
      """;

  /**
   * Of a call under way {@code free_at} is the latest moment that its slot can be free. It may be
   * answered at once, which makes the earliest one; where there is no hold, a look that soon.
   */
  private static final String NEXT_PERMIT =
      """
      with rule as (
        select slots, hold, paused_until, quota_allowed_slots(c) as allowed, clock_timestamp() as now
        from quota_class c where account = $1 and class = $2)
      select ceil(1000 * extract(epoch from
          greatest(rule.paused_until, s.free_at, rule.now) - rule.now))::bigint
      from rule
      cross join lateral (
        select least(free_at, rule.now + greatest(rule.hold, interval '100 ms')) as free_at
        from quota_slot where account = $1 and class = $2 and n < rule.slots) s
      order by s.free_at
      offset (select least(slots - 1, slots - allowed + $3 * allowed / slots) from rule)
      limit 1
      """;

  /** As {@link #NEXT_PERMIT}, of as many permits as there are to come, with nothing left over. */
  private static final String NEXT_PERMITS =
      """
      with rule as (
        select slots, hold, paused_until, quota_allowed_slots(c) as allowed, clock_timestamp() as now
        from quota_class c where account = $1 and class = $2)
      select ceil(1000 * extract(epoch from
          greatest(rule.paused_until, s.free_at, rule.now) - rule.now))::bigint as ms,
        ceil(1000 * extract(epoch from rule.hold))::bigint as hold_ms
      from rule
      cross join lateral (
        select least(free_at, rule.now + greatest(rule.hold, interval '100 ms')) as free_at
        from quota_slot where account = $1 and class = $2 and n < rule.slots) s
      order by s.free_at
      offset (select least(slots - 1, slots - allowed) from rule)
      limit $3
      """;

  private static final String SUPPLY =
      """
      with rule as (
        select slots, hold, paused_until, quota_allowed_slots(c) as allowed, clock_timestamp() as now
        from quota_class c
        where account = $1 and class = $2)
      select
        ceil(1000 * extract(epoch from min(hold)))::bigint as hold_ms,
        min(allowed) as allowed,
        min(slots) as slots,
        greatest(0, count(*) filter (where s.free_at <= now and paused_until <= now)
          - min(slots - allowed)) as free,
        ceil(1000 * extract(epoch from
          min(least(s.free_at, now + greatest(hold, interval '100 ms')))
            filter (where s.free_at > now) - min(now)))::bigint as next_ms
      from rule
      join quota_slot s on s.account = $1 and s.class = $2 and s.n < rule.slots
      """;

  private static final String PAUSED = "select from operator_pause where account = $1";

  private record Settlement(Permit permit, boolean used, long endedAt) {

    Settlement(Permit permit, boolean used) {
      this(permit, used, System.nanoTime());
    }

    /** In microseconds, rounded down. */
    long ageAt(long nanoTime) {
      return Math.max(0, nanoTime - endedAt) / 1000;
    }
  }

  private final Pool pool;
  private final QuotaSettings settings;
  private final SuspendAwareClock clocks;
  private final Gatherer<Settlement, Void> settlements;
  private volatile String position = "0/0";

  /** With the clocks of the system. */
  public QuotaLedger(Pool pool, QuotaSettings settings) {
    this(pool, settings, SuspendAwareClock.ofSystem());
  }

  /**
   * Only stores its parts.
   *
   * @param clocks what the use-by of a permit is measured by, and nothing else
   */
  @Inject
  public QuotaLedger(Pool pool, QuotaSettings settings, SuspendAwareClock clocks) {
    this.pool = pool;
    this.clocks = clocks;
    this.settings = settings;
    this.settlements = new Gatherer<>(500, 2, this::setFree);
  }

  /**
   * A database that is not as far as this lacks commits: nothing is granted until whoever watches
   * over that has set another position.
   */
  public void reached(String position) {
    this.position = position;
  }

  /** Takes permits on their own, for calls that no task pays for. */
  public Uni<List<Permit>> take(PermitRequest ask) {
    return take(pool, ask);
  }

  /**
   * Takes up to {@link PermitRequest#most()} permits in the transaction of the caller, without
   * waiting: slots that another transaction is taking at the moment are passed over.
   *
   * @return the permits, possibly none
   */
  public Uni<List<Permit>> take(SqlClient client, PermitRequest ask) {
    ClockReading useBy = clocks.now().plus(settings.useBy());
    if (!settings.enabled()) {
      return client
          .preparedQuery(PAUSED)
          .execute(Tuple.of(ask.account()))
          .map(paused -> paused.size() == 0 ? unpaid(ask, useBy) : List.of());
    }
    UUID grantId = UUID.randomUUID();
    Tuple values =
        Tuple.from(
            List.of(
                ask.account(),
                ask.endpointClass().label(),
                ask.most(),
                ask.leave(),
                grantId,
                settings.useBy().plus(ask.callTimeout()).toMillis(),
                position));
    return client
        .preparedQuery(TAKE)
        .execute(values)
        .map(rows -> permits(ask, rows, grantId, useBy));
  }

  /**
   * The answer to the call came (or its hard timeout): the slot is free a {@code hold} from now.
   */
  public Uni<Void> settle(Permit permit) {
    return settlements.add(new Settlement(permit, true));
  }

  /** Nothing was sent: the slot is free at once. */
  public Uni<Void> giveBack(Permit permit) {
    return settlements.add(new Settlement(permit, false));
  }

  /** The same in the transaction of the caller. */
  public Uni<Void> giveBack(SqlClient client, List<Permit> permits) {
    if (permits.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return setFree(client, permits.stream().map(p -> new Settlement(p, false)).toList());
  }

  /**
   * How long until a permit can be had, with this many slots left for others; zero if one is free.
   */
  public Uni<Duration> nextPermit(String account, EndpointClass endpointClass, int leave) {
    return pool.preparedQuery(NEXT_PERMIT)
        .execute(Tuple.of(account, endpointClass.label(), leave))
        .map(rows -> Duration.ofMillis(rows.iterator().next().getLong(0)));
  }

  /** When the next permits can be had, at most so many. */
  Uni<PermitForecast> nextPermits(String account, EndpointClass endpointClass, int most) {
    return pool.preparedQuery(NEXT_PERMITS)
        .execute(Tuple.of(account, endpointClass.label(), (long) most))
        .map(rows -> PermitForecast.from(rows, most));
  }

  /** What there is to spend, with this many slots left for others. */
  public Uni<PermitSupply> supply(String account, EndpointClass endpointClass, int leave) {
    return pool.preparedQuery(SUPPLY)
        .execute(Tuple.of(account, endpointClass.label()))
        .map(rows -> rows.iterator().next())
        .map(row -> supply(row, leave));
  }

  /** A share is left for others, of what is believed as of all. */
  private static PermitSupply supply(Row row, int leave) {
    int allowed = row.getInteger("allowed");
    int left = leave * allowed / row.getInteger("slots");
    return new PermitSupply(
        Duration.ofMillis(row.getLong("hold_ms")),
        Math.max(1, allowed - left),
        Math.max(0, row.getInteger("free") - left),
        Optional.ofNullable(row.getLong("next_ms")).map(Duration::ofMillis));
  }

  private Uni<List<Void>> setFree(List<Settlement> batch) {
    return setFree(pool, batch).replaceWith(() -> Collections.nCopies(batch.size(), null));
  }

  private Uni<Void> setFree(SqlClient client, List<Settlement> batch) {
    if (!settings.enabled()) {
      return Uni.createFrom().voidItem();
    }
    List<Permit> permits = batch.stream().map(Settlement::permit).toList();
    long now = System.nanoTime();
    Tuple values =
        Tuple.of(
            permits.stream().map(Permit::account).toArray(String[]::new),
            permits.stream().map(p -> p.endpointClass().label()).toArray(String[]::new),
            permits.stream().map(Permit::slot).toArray(Integer[]::new),
            permits.stream().map(Permit::grantId).toArray(UUID[]::new),
            batch.stream().map(Settlement::used).toArray(Boolean[]::new),
            batch.stream().map(s -> s.ageAt(now)).toArray(Long[]::new));
    return client.preparedQuery(SET_FREE).execute(values).replaceWithVoid();
  }

  private static List<Permit> permits(
      PermitRequest ask, RowSet<Row> rows, UUID grantId, ClockReading useBy) {
    List<Permit> permits = new ArrayList<>(rows.size());
    for (Row row : rows) {
      permits.add(
          new Permit(ask.account(), ask.endpointClass(), row.getInteger(0), grantId, useBy));
    }
    return permits;
  }

  private static List<Permit> unpaid(PermitRequest ask, ClockReading useBy) {
    return IntStream.range(0, ask.most())
        .mapToObj(i -> new Permit(ask.account(), ask.endpointClass(), i, new UUID(0, 0), useBy))
        .toList();
  }
}
