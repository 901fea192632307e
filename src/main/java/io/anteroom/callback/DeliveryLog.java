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

/**
 * The delivery log of each callback. A callback has the id of the task or the batch whose end it
 * tells. Thread-safe.
 */
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
      select no, at, status, latency_ms, response, error from callback_attempt
      where callback_id = $1 order by no desc limit $2
      """;

  /** An attempt that is under way ends first: the receiver gets one attempt at a time. */
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
      List<Attempt> attempts) {}

  /**
   * One attempt.
   *
   * @param no from 1
   * @param at when it began
   * @param status of the response, or null
   * @param latencyMs how long it took
   * @param response the beginning of the response's body, or null
   * @param error why it failed, or null
   */
  public record Attempt(
      int no, Instant at, Integer status, int latencyMs, String response, String error) {}

  private final Pool pool;
  private final CallbackDispatcher callbackDispatcher;

  public DeliveryLog(Pool pool, CallbackDispatcher callbackDispatcher) {
    this.pool = pool;
    this.callbackDispatcher = callbackDispatcher;
  }

  /** The log of a callback; empty where the client has no such callback (yet). */
  public Uni<Optional<Log>> of(UUID id, String client) {
    return StatementTimeout.of(pool.preparedQuery(CALLBACK).execute(Tuple.of(id, client)))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().item(Optional.empty())
                    : attempts(id).map(a -> Optional.of(log(rows.iterator().next(), a))));
  }

  /** Delivers it once more, now, by the whole schedule; false where there is no such callback. */
  public Uni<Boolean> redeliver(UUID id, String client) {
    return StatementTimeout.of(pool.preparedQuery(REDELIVER).execute(Tuple.of(id, client)))
        .map(rows -> rows.rowCount() == 1)
        .invoke(callbackDispatcher::wake);
  }

  private Uni<List<Attempt>> attempts(UUID id) {
    return StatementTimeout.of(pool.preparedQuery(ATTEMPTS).execute(Tuple.of(id, LAST_ATTEMPTS)))
        .map(DeliveryLog::read);
  }

  private static List<Attempt> read(RowSet<Row> rows) {
    List<Attempt> attempts = new ArrayList<>(rows.size());
    rows.forEach(
        row ->
            attempts.add(
                new Attempt(
                    row.getInteger("no"),
                    row.getOffsetDateTime("at").toInstant(),
                    row.getInteger("status"),
                    row.getInteger("latency_ms"),
                    row.getString("response"),
                    row.getString("error"))));
    return attempts;
  }

  private static Log log(Row row, List<Attempt> attempts) {
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
