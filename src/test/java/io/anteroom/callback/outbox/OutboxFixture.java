package io.anteroom.callback.outbox;

import static io.anteroom.PostgresFixture.await;

import io.anteroom.PostgresFixture;
import io.anteroom.async.Ticker;
import io.anteroom.callback.http.ReceiverResponse;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An outbox, and callbacks in it. */
public final class OutboxFixture implements AutoCloseable {

  static final Duration LEASE = Duration.ofSeconds(30);

  public final PostgresFixture postgres;
  public final CallbackOutbox outbox;
  public final PendingEndpoints pending;

  /** One on a database of its own. */
  public OutboxFixture() {
    this(PostgresFixture.create());
  }

  /** One on this database, which it closes. */
  public OutboxFixture(PostgresFixture postgres) {
    this.postgres = postgres;
    this.outbox = new CallbackOutbox(postgres.pool(), Ticker.SYSTEM);
    this.pending = new PendingEndpoints(postgres.pool());
  }

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

  public List<CallbackClaim> claim(int max, ClaimLimit... limits) {
    return await(outbox.claim(List.of(limits), max, LEASE));
  }

  public CallbackClaim claimOne(String endpoint) {
    return claim(1, limit(endpoint, 1)).get(0);
  }

  /** A limit for an endpoint of alice, whose own limit is high. */
  public static ClaimLimit limit(String endpoint, int max) {
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

  public static DeliveryAttempt failed() {
    ReceiverResponse answer = new ReceiverResponse(500, "oh", null, Optional.empty());
    return DeliveryAttempt.answered(Instant.now(), Duration.ofMillis(7), answer);
  }

  @Override
  public void close() {
    postgres.close();
  }
}
