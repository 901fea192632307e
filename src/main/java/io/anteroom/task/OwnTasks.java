package io.anteroom.task;

import io.anteroom.async.CallerContext;
import io.anteroom.async.StatementTimeout;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Which of some tasks are a client's own. Thread-safe. */
@Singleton
public class OwnTasks {

  private static final String OWN = "select id from task where id = any($1) and client = $2";

  private final Pool pool;

  public OwnTasks(Pool pool) {
    this.pool = pool;
  }

  /** Those of these ids that are tasks of the client; one statement, none where there is no id. */
  public Uni<Set<UUID>> of(Collection<UUID> ids, String client) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(Set.of());
    }
    return StatementTimeout.of(
            pool.preparedQuery(OWN).execute(Tuple.of(ids.toArray(UUID[]::new), client)))
        .emitOn(CallerContext.executor())
        .map(
            rows -> {
              Set<UUID> own = new HashSet<>();
              rows.forEach(row -> own.add(row.getUUID(0)));
              return own;
            });
  }
}
