package io.anteroom.callback;

import io.anteroom.async.StatementTimeout;
import io.anteroom.callback.outbox.CallbackClaim;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The delivery log of each callback, for whom it belongs to. Thread-safe. */
@Singleton
public class DeliveryLog {

  private static final int LAST_ATTEMPTS = 50;

  private static final String CALLBACK =
      """
      select id, type, url, state,
             case when state = 'pending' and claim is null then due_at end as next_attempt_at
      from callback where id = $1 and client = $2
      """;

  private static final String ATTEMPTS =
      """
      select no, at, status, latency_ms, answer, error from callback_attempt
      where callback_id = $1 order by no desc limit $2
      """;

  /** One that is under way is waited for: the receiver gets them one by one. */
  public static final String REDELIVER =
      """
      update callback
      set state = 'pending', step = 0, settled_at = null, delivery_started_at = now(),
          claim = case when due_at > now() then claim end,
          due_at = case when claim is not null and due_at > now() then due_at else now() end
      where id = $1 and client = $2
      """;

  /**
   * A callback and its attempts.
   *
   * @param webhookId the same for every attempt
   * @param nextAttemptAt null where there is none to come, or one is under way
   * @param attempts newest first, the last fifty
   */
  public record Log(
      String webhookId,
      String type,
      String url,
      String state,
      Instant nextAttemptAt,
      List<Entry> attempts) {}

  /**
   * One attempt.
   *
   * @param no from 1
   * @param at when it began
   * @param status of the answer, or null
   * @param latencyMs how long it took
   * @param answer the beginning of the answer, or null
   * @param error why it failed, or null
   */
  public record Entry(
      int no, Instant at, Integer status, int latencyMs, String answer, String error) {}

  private final Pool pool;
  private final CallbackDispatcher callbackDispatcher;

  /** Only stores its parts. */
  public DeliveryLog(Pool pool, CallbackDispatcher callbackDispatcher) {
    this.pool = pool;
    this.callbackDispatcher = callbackDispatcher;
  }

  /** The log of a task's callback; empty where the client has no such callback (yet). */
  public Uni<Optional<Log>> of(UUID task, String client) {
    return StatementTimeout.of(pool.preparedQuery(CALLBACK).execute(Tuple.of(task, client)))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().item(Optional.empty())
                    : attempts(task).map(a -> Optional.of(log(rows.iterator().next(), a))));
  }

  /** Delivers it once more, now, by the whole schedule; false where there is no such callback. */
  public Uni<Boolean> redeliver(UUID task, String client) {
    return StatementTimeout.of(pool.preparedQuery(REDELIVER).execute(Tuple.of(task, client)))
        .map(rows -> rows.rowCount() == 1)
        .invoke(callbackDispatcher::wake);
  }

  private Uni<List<Entry>> attempts(UUID task) {
    return StatementTimeout.of(pool.preparedQuery(ATTEMPTS).execute(Tuple.of(task, LAST_ATTEMPTS)))
        .map(DeliveryLog::entries);
  }

  private static List<Entry> entries(RowSet<Row> rows) {
    List<Entry> entries = new ArrayList<>(rows.size());
    rows.forEach(
        row ->
            entries.add(
                new Entry(
                    row.getInteger("no"),
                    row.getOffsetDateTime("at").toInstant(),
                    row.getInteger("status"),
                    row.getInteger("latency_ms"),
                    row.getString("answer"),
                    row.getString("error"))));
    return entries;
  }

  private static Log log(Row row, List<Entry> attempts) {
    var next = row.getOffsetDateTime("next_attempt_at");
    return new Log(
        CallbackClaim.webhookId(row.getUUID("id")),
        row.getString("type"),
        row.getString("url"),
        row.getString("state"),
        next == null ? null : next.toInstant(),
        attempts);
  }
}
