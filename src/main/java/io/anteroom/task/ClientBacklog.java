package io.anteroom.task;

import io.anteroom.async.PacedRead;
import io.anteroom.async.StatementTimeout;
import io.anteroom.async.Ticker;
import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How many tasks of each client have not ended, as it was a moment ago: readers share what was
 * read, and the longer that takes, the less often it is done. Thread-safe.
 */
@Singleton
public class ClientBacklog {

  private static final Duration KEPT = Duration.ofSeconds(2);

  /** Each part reads its partial index: the cost grows with what has not ended. */
  public static final String READ =
      """
      select account, client, kind, 'queued' as phase, count(*) as tasks,
        min(accepted_at) as oldest
      from task where phase = 'queued' group by account, client, kind
      union all
      select account, client, kind, 'submitting', count(*), min(accepted_at)
      from task where phase = 'submitting' group by account, client, kind
      union all
      select account, client, kind, 'in_doubt', count(*), min(accepted_at)
      from task where phase = 'in_doubt' group by account, client, kind
      union all
      select account, client, kind, 'running', count(*), min(accepted_at)
      from task where phase in ('running', 'cancelling') group by account, client, kind
      """;

  /**
   * Tasks of a client that have not ended.
   *
   * @param phase as they are stored; those that are being cancelled upstream count as running
   * @param tasks how many, at least 1
   * @param oldest when the first of them was accepted
   */
  public record Part(
      String account, String client, TaskKind kind, Phase phase, long tasks, Instant oldest) {}

  private final Pool pool;
  private final PacedRead<List<Part>> parts;

  public ClientBacklog(Pool pool, Ticker ticker) {
    this.pool = pool;
    this.parts = new PacedRead<>(this::read, KEPT, ticker);
  }

  /** Of all clients; those without such a task have no part. */
  public Uni<List<Part>> all() {
    return parts.get();
  }

  private Uni<List<Part>> read() {
    return StatementTimeout.of(pool.preparedQuery(READ).execute())
        .map(rows -> Rows.list(rows, ClientBacklog::read));
  }

  private static Part read(Row row) {
    return new Part(
        row.getString("account"),
        row.getString("client"),
        TaskKind.labelled(row.getString("kind")),
        Phase.labelled(row.getString("phase")),
        row.getLong("tasks"),
        row.getOffsetDateTime("oldest").toInstant());
  }
}
