package io.anteroom.callback.outbox;

import static io.anteroom.PostgresFixture.await;
import static java.time.ZoneOffset.UTC;

import io.anteroom.PostgresFixture;
import io.anteroom.async.Ticker;
import io.anteroom.callback.CallbackDelivery;
import io.anteroom.callback.http.ReceiverResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An outbox on a database of its own, and callbacks in it. */
public final class OutboxFixture implements AutoCloseable {

  static final Duration LEASE = Duration.ofSeconds(30);

  public final PostgresFixture postgres = PostgresFixture.create();
  public final CallbackOutbox outbox = new CallbackOutbox(postgres.pool(), Ticker.SYSTEM);
  public final PendingEndpoints pending = new PendingEndpoints(postgres.pool());

  /** Adds callbacks of the client alice, due since this many seconds. */
  public void add(String endpoint, int count, int dueSinceSeconds) {
    add("alice", endpoint, count, dueSinceSeconds);
  }

  /** Adds callbacks of a client, due since this many seconds. */
  public void add(String client, String endpoint, int count, int dueSinceSeconds) {
    postgres.sql(
        """
        insert into callback (id, client, type, url, endpoint, due_at)
        select uuidv7(), '%4$s', 'task.done', '%1$s/hook', '%1$s',
               now() - interval '%3$d s' - n * interval '1 ms'
        from generate_series(1, %2$d) n
        """
            .formatted(endpoint, count, dueSinceSeconds, client));
  }

  List<CallbackClaim> claim(int max, ClaimLimit... rooms) {
    return await(outbox.claim(List.of(rooms), max, LEASE));
  }

  public CallbackClaim claimOne(String endpoint) {
    return claim(1, room(endpoint, 1)).get(0);
  }

  /** A limit for an endpoint of alice, whose own limit is high. */
  static ClaimLimit room(String endpoint, int max) {
    return new ClaimLimit(new ClientEndpoint("alice", endpoint), max, 64);
  }

  public boolean record(
      CallbackClaim claim, DeliveryAttempt deliveryAttempt, DeliveryDecision next) {
    return await(outbox.record(claim, deliveryAttempt, next));
  }

  public List<PendingEndpoint> routes() {
    return await(pending.after(ClientEndpoint.FIRST, 1000));
  }

  public void endLeases() {
    postgres.sql("update callback set due_at = now() where claim is not null");
  }

  /** Delivers it again; false where the client has no such callback. */
  public boolean redeliver(UUID id, String client) {
    return await(postgres.pool().withTransaction(open -> redeliver(open, id, client)));
  }

  /** The same in the transaction of this connection, as Hibernate does it. */
  public static Uni<Boolean> redeliver(SqlConnection open, UUID id, String client) {
    return open.preparedQuery(
            """
            select claim, due_at, now() as read_at from callback
            where id = $1 and client = $2 for no key update
            """)
        .execute(Tuple.of(id, client))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().item(false)
                    : deliverAgain(open, id, rows.iterator().next()).replaceWith(true));
  }

  private static Uni<?> deliverAgain(SqlConnection open, UUID id, Row row) {
    CallbackDelivery callback = new CallbackDelivery();
    callback.claim = row.getUUID("claim");
    callback.dueAt = row.getOffsetDateTime("due_at").toInstant();
    callback.readAt = row.getOffsetDateTime("read_at").toInstant();
    callback.deliverAgain();
    return open.preparedQuery(
            """
            update callback set state = $2, step = $3, claim = $4, settled_at = null, due_at = $5,
              delivery_started_at = $6
            where id = $1
            """)
        .execute(
            Tuple.of(
                id,
                callback.state,
                callback.step,
                callback.claim,
                callback.dueAt.atOffset(UTC),
                callback.deliveryStartedAt.atOffset(UTC)));
  }

  /** A column of the callback as text, or null. */
  public String text(UUID id, String expression) {
    return postgres.text("select (" + expression + ")::text from callback where id = '" + id + "'");
  }

  public int attempts(UUID id) {
    return postgres.count("callback_attempt where callback_id = '" + id + "'");
  }

  public Pool pool() {
    return postgres.pool();
  }

  public static DeliveryAttempt delivered() {
    ReceiverResponse answer = new ReceiverResponse(200, "thanks", null, Optional.empty());
    return DeliveryAttempt.answered(Instant.now(), Duration.ofMillis(7), answer);
  }

  static DeliveryAttempt failed() {
    ReceiverResponse answer = new ReceiverResponse(500, "oh", null, Optional.empty());
    return DeliveryAttempt.answered(Instant.now(), Duration.ofMillis(7), answer);
  }

  @Override
  public void close() {
    postgres.close();
  }
}
