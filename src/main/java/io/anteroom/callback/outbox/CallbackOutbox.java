package io.anteroom.callback.outbox;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.Ticker;
import io.anteroom.async.sql.Rows;
import io.anteroom.async.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The callbacks that are to be delivered, and who attempts which. A claim is a lease: where the
 * attempt is not recorded before it ends, the callback is due again. Thread-safe.
 */
@Singleton
public class CallbackOutbox {

  /**
   * In turns: of a client the first of each route before the second of any; of all the first of
   * each client before the second of any.
   */
  static final String CLAIM =
      """
      with due as (
        select c.id, c.due_at, r.client, r.most_of_client,
               row_number() over (partition by r.client, r.endpoint order by c.due_at) as turn
        from unnest($1::text[], $2::text[], $3::int[], $4::int[])
          as r (client, endpoint, most, most_of_client)
        cross join lateral (
          select id, due_at from callback
          where state = 'pending' and client = r.client and endpoint = r.endpoint and due_at <= now()
          order by due_at limit r.most
          for update skip locked) c),
      turns as (
        select id, due_at, most_of_client,
               row_number() over (partition by client order by turn, due_at) as turn
        from due),
      claimed as (
        update callback c
        set claim = $6, due_at = clock_timestamp() + $7::bigint * interval '1 ms'
        where c.id = any (array(
          select id from turns where turn <= most_of_client order by turn, due_at limit $5))
        returning c.id, c.client, c.type, c.url, c.endpoint, c.attempts, c.step,
          greatest(0, 1000 * extract(epoch from clock_timestamp() - c.delivery_started_at))::bigint
            as age_ms)
      select c.*, t.account, coalesce(t.traceparent, b.traceparent) as traceparent,
        coalesce(t.tracestate, b.tracestate) as tracestate
      from claimed c
      left join task t on t.id = c.id and c.type not like 'batch.%'
      left join batch b on b.id = c.id and c.type like 'batch.%'
      """;

  /** Where somebody asked for it again meanwhile, the schedule starts anew. */
  static final String RECORD =
      """
      with attempted as (
        update callback
        set attempts = attempts + 1, claim = null, step = case when step = $3 then step + 1 else 0 end,
            state = case when step = $3 or $4 in ('delivered', 'gone') then $4 else 'pending' end,
            due_at = now() + case when step = $3 then $5::bigint else 0 end * interval '1 ms',
            settled_at = case when step = $3 and $4 <> 'pending' or $4 in ('delivered', 'gone')
                              then now() end
        where id = $1 and claim = $2
        returning id, attempts)
      insert into callback_attempt (callback_id, no, at, latency_ms, status, response, error)
      select id, attempts, $6, $7, $8, $9, $10 from attempted
      """;

  private static final String GIVE_BACK =
      """
      update callback set claim = null, due_at = now() + $3::bigint * interval '1 ms'
      where id = $1 and claim = $2
      """;

  private final Pool pool;
  private final Ticker ticker;

  public CallbackOutbox(Pool pool, Ticker ticker) {
    this.pool = pool;
    this.ticker = ticker;
  }

  /**
   * Claims due callbacks.
   *
   * @param limits of which routes, and how many of each
   */
  public Uni<List<CallbackClaim>> claim(List<ClaimLimit> limits, int max, Duration lease) {
    UUID token = UUID.randomUUID();
    long leaseEnd = ticker.nanos() + lease.toNanos(); // from before the database counts it
    Tuple values =
        Tuple.tuple()
            .addArrayOfString(texts(limits, limit -> limit.route().client()))
            .addArrayOfString(texts(limits, limit -> limit.route().endpoint()))
            .addArrayOfInteger(limits.stream().map(ClaimLimit::max).toArray(Integer[]::new))
            .addArrayOfInteger(limits.stream().map(ClaimLimit::maxOfClient).toArray(Integer[]::new))
            .addInteger(max)
            .addUUID(token)
            .addLong(lease.toMillis());
    return StatementTimeout.of(pool.preparedQuery(CLAIM).execute(values))
        .map(rows -> Rows.list(rows, row -> claim(row, token, leaseEnd)));
  }

  /** Lets a callback be claimed again, where it is still ours; nothing is counted. */
  public Uni<Void> giveBack(CallbackClaim callbackClaim, Duration dueIn) {
    return pool.preparedQuery(GIVE_BACK)
        .execute(Tuple.of(callbackClaim.id(), callbackClaim.token(), dueIn.toMillis()))
        .replaceWithVoid();
  }

  /** Records an attempt; false where the claim was lost meanwhile and nothing is recorded. */
  public Uni<Boolean> record(
      CallbackClaim callbackClaim, DeliveryAttempt deliveryAttempt, DeliveryDecision next) {
    Tuple values =
        Tuple.tuple()
            .addUUID(callbackClaim.id())
            .addUUID(callbackClaim.token())
            .addInteger(callbackClaim.step())
            .addString(next.state().label())
            .addLong(next.nextIn().toMillis())
            .addOffsetDateTime(deliveryAttempt.at().atOffset(ZoneOffset.UTC))
            .addInteger((int) deliveryAttempt.latency().toMillis())
            .addInteger(deliveryAttempt.status())
            .addString(deliveryAttempt.response())
            .addString(deliveryAttempt.error());
    return pool.preparedQuery(RECORD).execute(values).map(rows -> rows.rowCount() == 1);
  }

  private static String[] texts(List<ClaimLimit> limits, Function<ClaimLimit, String> text) {
    return limits.stream().map(text).toArray(String[]::new);
  }

  private static CallbackClaim claim(Row row, UUID token, long leaseEnd) {
    return new CallbackClaim(
        row.getUUID("id"),
        row.getString("client"),
        row.getString("account"),
        row.getString("type"),
        row.getString("url"),
        row.getString("endpoint"),
        row.getInteger("attempts"),
        row.getInteger("step"),
        Duration.ofMillis(row.getLong("age_ms")),
        token,
        TraceContext.stored(row.getString("traceparent"), row.getString("tracestate")),
        leaseEnd);
  }
}
