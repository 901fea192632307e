package io.anteroom.cluster;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.quota.EndpointClass;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;

/**
 * Asks every replica to try its open circuit breakers of some classes: the replica that an operator
 * reaches may not be the one that has them. Each reads it with its next tick. Thread-safe.
 */
@Singleton
public class BreakerTrialRequests {

  /** In the order of the key, so that two requests do not lock each other out. */
  private static final String ASK =
      """
      insert into breaker_trial (account, class, asked_at)
      select $1, c, clock_timestamp() from unnest($2::text[]) as t (c) order by c
      on conflict (account, class) do update set asked_at = excluded.asked_at
      """;

  private final Pool pool;

  public BreakerTrialRequests(Pool pool) {
    this.pool = pool;
  }

  /**
   * Asks for it. The answer may come on any thread.
   *
   * @param classes of which circuit breakers; at least one
   * @param scope what else belongs to it
   * @return done when it is committed
   */
  public Uni<Void> ask(String account, Collection<EndpointClass> classes, ChangeScope scope) {
    String[] labels = classes.stream().map(EndpointClass::label).toArray(String[]::new);
    return StatementTimeout.of(
            scope.run(
                pool,
                client ->
                    client
                        .preparedQuery(ASK)
                        .execute(Tuple.of(account, labels))
                        .map(rows -> rows.rowCount()),
                rows -> rows > 0))
        .replaceWithVoid();
  }
}
