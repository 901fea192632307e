package io.anteroom.callback;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The callbacks that are to be delivered, and who attempts which. A claim is a lease: where the
 * attempt is not recorded before it ends, the callback is due again. Thread-safe.
 */
@Singleton
public class Outbox {

  /**
   * Steps from one endpoint to the next in the index, so that it costs the same whether one
   * callback waits for an endpoint or a hundred thousand.
   */
  static final String ENDPOINTS =
      """
      with recursive pending (endpoint) as (
        (select endpoint from callback
         where state = 'pending' and endpoint > $1 order by endpoint limit 1)
        union all
        select (select c.endpoint from callback c
                where c.state = 'pending' and c.endpoint > p.endpoint order by c.endpoint limit 1)
        from pending p where p.endpoint is not null)
      select p.endpoint,
             ceil(extract(epoch from first.due_at - clock_timestamp()) * 1000)::bigint as wait_ms
      from (select endpoint from pending where endpoint is not null limit $2) p
      cross join lateral (
        select c.due_at from callback c
        where c.state = 'pending' and c.endpoint = p.endpoint order by c.due_at limit 1) first
      """;

  /** In turns: the first of each endpoint before the second of any. */
  static final String CLAIM =
      """
      with due as (
        select c.id, c.due_at,
               row_number() over (partition by r.endpoint order by c.due_at) as turn
        from unnest($1::text[], $2::int[]) as r (endpoint, most)
        cross join lateral (
          select id, due_at from callback
          where state = 'pending' and endpoint = r.endpoint and due_at <= now()
          order by due_at limit r.most
          for update skip locked) c)
      update callback c
      set claim = $4, due_at = clock_timestamp() + $5::bigint * interval '1 ms'
      where c.id = any (array(select id from due order by turn, due_at limit $3))
      returning c.id, c.client, c.type, c.url, c.endpoint, c.step
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
      insert into callback_attempt (callback_id, no, at, latency_ms, status, answer, error)
      select id, attempts, $6, $7, $8, $9, $10 from attempted
      """;

  private final Pool pool;

  /** Only stores its parts. */
  public Outbox(Pool pool) {
    this.pool = pool;
  }

  /**
   * The endpoints that have pending callbacks, in their order.
   *
   * @param after the one to begin after, or empty
   * @param most how many at the most
   */
  Uni<List<PendingEndpoint>> endpoints(String after, int most) {
    return pool.preparedQuery(ENDPOINTS).execute(Tuple.of(after, most)).map(Outbox::endpoints);
  }

  /**
   * Claims due callbacks.
   *
   * @param rooms of which endpoints, and how many of each
   * @param most how many in all
   * @param lease how long nobody else claims them
   */
  Uni<List<Claim>> claim(List<Room> rooms, int most, Duration lease) {
    UUID token = UUID.randomUUID();
    String[] endpoints = rooms.stream().map(Room::endpoint).toArray(String[]::new);
    Integer[] mosts = rooms.stream().map(Room::most).toArray(Integer[]::new);
    return pool.preparedQuery(CLAIM)
        .execute(Tuple.of(endpoints, mosts, most, token, lease.toMillis()))
        .map(rows -> claims(rows, token));
  }

  /** Records an attempt; false where the claim was lost meanwhile and nothing is recorded. */
  Uni<Boolean> record(Claim claim, Attempt attempt, Settlement next) {
    Tuple values =
        Tuple.tuple()
            .addUUID(claim.id())
            .addUUID(claim.token())
            .addInteger(claim.step())
            .addString(next.state().label())
            .addLong(next.nextIn().toMillis())
            .addOffsetDateTime(attempt.at().atOffset(ZoneOffset.UTC))
            .addInteger((int) attempt.latency().toMillis())
            .addInteger(attempt.status())
            .addString(attempt.answer())
            .addString(attempt.error());
    return pool.preparedQuery(RECORD).execute(values).map(rows -> rows.rowCount() == 1);
  }

  private static List<PendingEndpoint> endpoints(RowSet<Row> rows) {
    List<PendingEndpoint> endpoints = new ArrayList<>(rows.size());
    rows.forEach(
        row ->
            endpoints.add(
                new PendingEndpoint(
                    row.getString("endpoint"), Duration.ofMillis(row.getLong("wait_ms")))));
    return endpoints;
  }

  private static List<Claim> claims(RowSet<Row> rows, UUID token) {
    List<Claim> claims = new ArrayList<>(rows.size());
    rows.forEach(
        row ->
            claims.add(
                new Claim(
                    row.getUUID("id"),
                    row.getString("client"),
                    row.getString("type"),
                    row.getString("url"),
                    row.getString("endpoint"),
                    row.getInteger("step"),
                    token)));
    return claims;
  }
}
