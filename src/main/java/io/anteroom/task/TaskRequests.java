package io.anteroom.task;

import io.anteroom.async.CallerContext;
import io.anteroom.async.StatementTimeout;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What clients sent with their tasks. Thread-safe. */
@Singleton
public class TaskRequests {

  private static final String REQUEST =
      "select request::text from task where id = $1 and client = $2";

  private final Pool pool;

  public TaskRequests(Pool pool) {
    this.pool = pool;
  }

  /**
   * The client's own fields as JSON, unchanged; null where it has no such task, or they are no
   * longer kept.
   */
  public Uni<String> of(UUID task, String client) {
    return StatementTimeout.of(pool.preparedQuery(REQUEST).execute(Tuple.of(task, client)))
        .emitOn(CallerContext.executor())
        .map(
            rows -> {
              RowIterator<Row> found = rows.iterator();
              return found.hasNext() ? found.next().getString(0) : null;
            });
  }
}
