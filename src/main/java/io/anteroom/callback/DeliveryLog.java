package io.anteroom.callback;

import io.anteroom.async.DatabaseSession;
import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.callback.outbox.CallbackClaim;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The delivery log of each callback. A callback has the id of the task or the batch whose end it
 * tells. Thread-safe.
 */
@Singleton
public class DeliveryLog implements PanacheRepositoryBase<CallbackDelivery, UUID> {

  private static final int MAX_ATTEMPTS = 50;

  /** Both in one statement, without entities: two, and fifty of them, took twice as long. */
  private static final String LOG =
      """
      select new io.anteroom.callback.DeliveryLogRow(
        c.type, c.url, c.state,
        case when c.state = 'pending' and c.claim is null then c.dueAt end,
        a.no, a.at, a.status, a.latencyMs, a.response, a.error)
      from CallbackDelivery c left join RecordedAttempt a on a.callbackId = c.id
      where c.id = :id and c.client = :client
      order by a.no desc
      """;

  /**
   * Begins the schedule anew, now. An attempt that is under way ends first: the receiver gets one
   * attempt at a time. The row is locked before it is read, so that a sweep does not remove it.
   */
  private static final String AGAIN =
      """
      with found as (select id from callback where id = $1 and client = $2 for update),
      begun as (
        update callback c
        set claim = case when c.due_at > now() then c.claim end,
          due_at = case when c.claim is not null and c.due_at > now() then c.due_at else now() end,
          state = 'pending', step = 0, settled_at = null, delivery_started_at = now()
        from found
        where c.id = found.id and ($3::timestamptz is null or c.delivery_started_at < $3))
      select id from found
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
  private final DatabaseSession session;
  private final CallbackDispatcher callbackDispatcher;

  public DeliveryLog(Pool pool, DatabaseSession session, CallbackDispatcher callbackDispatcher) {
    this.pool = pool;
    this.session = session;
    this.callbackDispatcher = callbackDispatcher;
  }

  /** The log of a callback; empty where the client has no such callback (yet). */
  public Uni<Optional<Log>> of(UUID id, String client) {
    return session.read(() -> rows(id, client)).map(rows -> log(id, rows));
  }

  /**
   * Delivers it once more, now, by the whole schedule. Its answer may come on any thread.
   *
   * @param scope what else belongs to it
   * @return false where there is no such callback
   */
  public Uni<Boolean> redeliver(UUID id, String client, ChangeScope scope) {
    return redeliver(id, client, null, scope);
  }

  /**
   * The same, unless its delivery began anew at this moment or later; then it stays as it is.
   *
   * @param since null: never
   */
  public Uni<Boolean> redeliver(UUID id, String client, Instant since, ChangeScope scope) {
    Tuple values = Tuple.of(id, client, since == null ? null : since.atOffset(ZoneOffset.UTC));
    return StatementTimeout.of(
            scope.run(
                pool,
                sql -> sql.preparedQuery(AGAIN).execute(values).map(rows -> rows.size() > 0),
                found -> found))
        .invoke(callbackDispatcher::wake);
  }

  private static Uni<List<DeliveryLogRow>> rows(UUID id, String client) {
    return Panache.getSession()
        .chain(
            open ->
                open.createSelectionQuery(LOG, DeliveryLogRow.class)
                    .setParameter("id", id)
                    .setParameter("client", client)
                    .setMaxResults(MAX_ATTEMPTS)
                    .getResultList());
  }

  private static Optional<Log> log(UUID id, List<DeliveryLogRow> rows) {
    return rows.stream()
        .findFirst()
        .map(
            row ->
                new Log(
                    CallbackClaim.webhookId(id),
                    row.type(),
                    row.url(),
                    row.state(),
                    row.nextAttemptAt(),
                    rows.stream().map(DeliveryLogRow::attempt).flatMap(Optional::stream).toList()));
  }
}
