package io.anteroom.callback.outbox;

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
 * How many callbacks of each client are to be delivered, as it was a moment ago: readers share what
 * was read, and the longer that takes, the less often it is done. Thread-safe.
 */
@Singleton
public class CallbackBacklog {

  private static final Duration KEPT = Duration.ofSeconds(2);

  public static final String READ =
      """
      select client, count(*) as pending, count(*) filter (where step > 0) as retried,
        min(created_at) as oldest
      from callback where state = 'pending' group by client
      """;

  /**
   * The callbacks of a client that are to be delivered.
   *
   * @param pending how many, at least 1
   * @param retried how many of them have failed before
   * @param oldest when the first of them was written
   */
  public record Part(String client, long pending, long retried, Instant oldest) {}

  private final Pool pool;
  private final PacedRead<List<Part>> parts;

  public CallbackBacklog(Pool pool, Ticker ticker) {
    this.pool = pool;
    this.parts = new PacedRead<>(this::read, KEPT, ticker);
  }

  /** Of all clients; those without such a callback have no part. */
  public Uni<List<Part>> all() {
    return parts.get();
  }

  private Uni<List<Part>> read() {
    return StatementTimeout.of(pool.preparedQuery(READ).execute())
        .map(rows -> Rows.list(rows, CallbackBacklog::read));
  }

  private static Part read(Row row) {
    return new Part(
        row.getString("client"),
        row.getLong("pending"),
        row.getLong("retried"),
        row.getOffsetDateTime("oldest").toInstant());
  }
}
