package io.anteroom.callback.outbox;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Whose callbacks are to be delivered, and where to. Thread-safe. */
@Singleton
public class PendingEndpoints {

  /**
   * Steps from one route to the next in the index, so that it costs the same whether one callback
   * waits for a route or a hundred thousand.
   */
  static final String ROUTES =
      """
      with recursive pending (client, endpoint) as (
        (select client, endpoint from callback
         where state = 'pending' and (client, endpoint) > ($1, $2)
         order by client, endpoint limit 1)
        union all
        select next.client, next.endpoint
        from pending p
        cross join lateral (
          select c.client, c.endpoint from callback c
          where c.state = 'pending' and (c.client, c.endpoint) > (p.client, p.endpoint)
          order by c.client, c.endpoint limit 1) next)
      select p.client, p.endpoint,
             ceil(extract(epoch from first.due_at - clock_timestamp()) * 1000)::bigint as wait_ms
      from (select client, endpoint from pending limit $3) p
      cross join lateral (
        select c.due_at from callback c
        where c.state = 'pending' and c.client = p.client and c.endpoint = p.endpoint
        order by c.due_at limit 1) first
      """;

  private final Pool pool;

  public PendingEndpoints(Pool pool) {
    this.pool = pool;
  }

  /** The routes that have pending callbacks, in their order. */
  public Uni<List<PendingEndpoint>> after(ClientEndpoint after, int max) {
    Tuple values = Tuple.of(after.client(), after.endpoint(), max);
    return StatementTimeout.of(pool.preparedQuery(ROUTES).execute(values))
        .map(rows -> Rows.list(rows, PendingEndpoints::read));
  }

  private static PendingEndpoint read(Row row) {
    return new PendingEndpoint(
        new ClientEndpoint(row.getString("client"), row.getString("endpoint")),
        Duration.ofMillis(row.getLong("wait_ms")));
  }
}
