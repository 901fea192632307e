package io.anteroom.task;

import io.anteroom.postgres.LongestStatement;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** How many tasks of a client wait to be submitted. Thread-safe. */
@Singleton
public class QueueDepth {

  static final String COUNT =
      """
      select kind, (
        select count(*) from (
          select from task
          where account = $1 and kind = k.kind and client = $2 and phase = 'queued'
          limit $3::bigint) q)::int as tasks
      from unnest(array['url', 'text', 'upload']) as k (kind)
      """;

  private final Pool pool;

  /** Only stores its parts. */
  public QueueDepth(Pool pool) {
    this.pool = pool;
  }

  /**
   * Counts them by kind; the cost grows with their number.
   *
   * @param most no more than so many of a kind are counted
   */
  public Uni<Map<TaskKind, Integer>> of(String account, String client, long most) {
    return LongestStatement.of(pool.preparedQuery(COUNT).execute(Tuple.of(account, client, most)))
        .map(QueueDepth::counts);
  }

  private static Map<TaskKind, Integer> counts(RowSet<Row> rows) {
    Map<TaskKind, Integer> counts = new EnumMap<>(TaskKind.class);
    rows.forEach(
        row -> counts.put(TaskKind.labelled(row.getString("kind")), row.getInteger("tasks")));
    return counts;
  }
}
