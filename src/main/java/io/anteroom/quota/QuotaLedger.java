package io.anteroom.quota;

import io.anteroom.async.ClockReading;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.async.Ticker;
import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The quota ledger: every upstream call takes a slot here first, on every replica.
 *
 * <p>A slot is taken from its grant until {@link ClassSlots#hold()} after the response, or after
 * the call's hard timeout where no response is recorded, because the call arrives upstream
 * somewhere between the two. All of it is measured by the database's clock; of a process only the
 * time since something of its own counts ({@link Ticker}), never its wall clock. Thread-safe.
 */
@Singleton
public class QuotaLedger {

  private static final PermitGrantSql GRANT = new PermitGrantSql(2);

  static final String TAKE =
      "with " + GRANT.permitted() + GRANT.taken("$7::int") + "select n from slot";

  /**
   * When the next {@code $4} permits can be had, with {@code $3} slots reserved for others. Of a
   * call under way {@code free_at} is the latest moment at which its slot becomes free. It may be
   * answered at once, which makes the earliest one; where there is no hold, it is asked again that
   * soon.
   */
  private static final String NEXT_PERMITS =
      """
      with rule as (%s)
      select ceil(1000 * extract(epoch from
          greatest(rule.paused_until, s.free_at, rule.now) - rule.now))::bigint as ms,
        ceil(1000 * extract(epoch from rule.hold))::bigint as hold_ms
      from rule
      cross join lateral (
        select least(free_at, rule.now + greatest(rule.hold, interval '100 ms')) as free_at
        from quota_slot where account = $1 and class = $2 and n < rule.slots) s
      order by s.free_at
      offset (select least(slots - 1, slots - allowed + $3 * allowed / slots) from rule)
      limit $4
      """
          .formatted(QuotaRuleSql.OF_CLASS);

  private static final String SUPPLY =
      """
      with rule as (%s)
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
      """
          .formatted(QuotaRuleSql.OF_CLASS);

  private static final String PAUSED = "select from operator_pause where account = $1";

  private final Pool pool;
  private final QuotaSettings settings;
  private final SuspendAwareClock clocks;
  private final PermitSettlements settlements;
  private volatile String position = "0/0";

  /**
   * @param clocks what the use-by of a permit is measured by, and nothing else
   * @param ticker measures the time from the end of a call to its record
   */
  public QuotaLedger(Pool pool, QuotaSettings settings, SuspendAwareClock clocks, Ticker ticker) {
    this.pool = pool;
    this.clocks = clocks;
    this.settings = settings;
    this.settlements = new PermitSettlements(pool, ticker);
  }

  /**
   * A database that is not as far as this lacks commits: nothing is granted until whoever watches
   * over that has set another position.
   */
  public void reached(String position) {
    this.position = position;
  }

  /** Takes permits on their own, for calls that no task pays for. */
  public Uni<List<Permit>> take(PermitRequest request) {
    return take(pool, request);
  }

  /**
   * Takes up to {@link PermitRequest#max()} permits in the transaction of the caller, without
   * waiting: slots that another transaction is taking at the moment are passed over.
   *
   * @return the permits, possibly none
   */
  public Uni<List<Permit>> take(SqlClient client, PermitRequest request) {
    ClockReading useBy = clocks.now().plus(settings.useBy());
    if (!settings.enabled()) {
      return client
          .preparedQuery(PAUSED)
          .execute(Tuple.of(request.account()))
          .map(paused -> paused.size() == 0 ? unpaid(request, useBy) : List.of());
    }
    PermitGrant grant = grant(request, useBy);
    Tuple values = grant.addTo(Tuple.of(request.account())).addInteger(request.max());
    return client
        .preparedQuery(TAKE)
        .execute(values)
        .map(rows -> Rows.list(rows, row -> grant.permit(row.getInteger(0))));
  }

  /** Whether calls are paid for; where not, {@link #take} grants what is asked for. */
  public boolean isOn() {
    return settings.enabled();
  }

  /** A grant for a statement of the caller's, which is sent after this. */
  public PermitGrant grant(PermitRequest request) {
    return grant(request, clocks.now().plus(settings.useBy()));
  }

  private PermitGrant grant(PermitRequest request, ClockReading useBy) {
    long longest = settings.useBy().plus(request.callTimeout()).toMillis();
    return new PermitGrant(request, UUID.randomUUID(), longest, position, useBy);
  }

  /**
   * The response to the call came (or its hard timeout): the slot is free a {@code hold} from now.
   */
  public Uni<Void> settle(Permit permit) {
    return ifEnabled(() -> settlements.used(permit));
  }

  /** Nothing was sent: the slot is free at once. */
  public Uni<Void> giveBack(Permit permit) {
    return ifEnabled(() -> settlements.unused(permit));
  }

  /** Whether the end of a permit is told and not recorded yet. */
  public boolean isSettling() {
    return settlements.areUnderWay();
  }

  /** Permits of a ledger that is off stand in no row. */
  private Uni<Void> ifEnabled(Supplier<Uni<Void>> statement) {
    return settings.enabled() ? statement.get() : Uni.createFrom().voidItem();
  }

  /**
   * How long until a permit can be had, with this many slots reserved for others; zero if one is
   * free.
   */
  public Uni<Duration> nextPermit(String account, EndpointClass endpointClass, int reserved) {
    return nextPermits(account, endpointClass, reserved, 1)
        .map(forecast -> forecast.soonest().get(0));
  }

  /** When the next permits can be had, at most so many, with nothing reserved for others. */
  Uni<PermitForecast> nextPermits(String account, EndpointClass endpointClass, int max) {
    return nextPermits(account, endpointClass, 0, max);
  }

  private Uni<PermitForecast> nextPermits(
      String account, EndpointClass endpointClass, int reserved, int max) {
    return pool.preparedQuery(NEXT_PERMITS)
        .execute(Tuple.of(account, endpointClass.label(), reserved, (long) max))
        .map(rows -> PermitForecast.from(rows, max));
  }

  /** What there is to spend, with this many slots reserved for others. */
  public Uni<PermitSupply> supply(String account, EndpointClass endpointClass, int reserved) {
    return pool.preparedQuery(SUPPLY)
        .execute(Tuple.of(account, endpointClass.label()))
        .map(rows -> rows.iterator().next())
        .map(row -> supply(row, reserved));
  }

  /** The same share is reserved of what is believed in as of all slots. */
  private static PermitSupply supply(Row row, int reserved) {
    int allowed = row.getInteger("allowed");
    int left = reserved * allowed / row.getInteger("slots");
    return new PermitSupply(
        Duration.ofMillis(row.getLong("hold_ms")),
        Math.max(1, allowed),
        Math.max(1, allowed - left),
        Math.max(0, row.getInteger("free") - left),
        Optional.ofNullable(row.getLong("next_ms")).map(Duration::ofMillis));
  }

  private static List<Permit> unpaid(PermitRequest request, ClockReading useBy) {
    return IntStream.range(0, request.max())
        .mapToObj(
            i -> new Permit(request.account(), request.endpointClass(), i, new UUID(0, 0), useBy))
        .toList();
  }
}
