package io.anteroom.accept.queue;

import io.anteroom.async.StatementTimeout;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

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

  /**
   * How many wait.
   *
   * @param tasks of all kinds
   * @param kind of which most do
   */
  public record Depth(long tasks, TaskKind kind) {

    public static final Depth NONE = new Depth(0, TaskKind.TEXT);

    private static Depth from(RowSet<Row> rows) {
      long tasks = 0;
      int max = 0;
      TaskKind kind = TaskKind.TEXT;
      for (Row row : rows) {
        int ofKind = row.getInteger("tasks");
        tasks += ofKind;
        if (ofKind > max) {
          max = ofKind;
          kind = TaskKind.labelled(row.getString("kind"));
        }
      }
      return new Depth(tasks, kind);
    }
  }

  private final Pool pool;

  public QueueDepth(Pool pool) {
    this.pool = pool;
  }

  /**
   * Counts them by kind; the cost grows with their number.
   *
   * @param max no more than so many of a kind are counted
   */
  public Uni<Depth> of(String account, String client, long max) {
    return StatementTimeout.of(pool.preparedQuery(COUNT).execute(Tuple.of(account, client, max)))
        .map(Depth::from);
  }
}
