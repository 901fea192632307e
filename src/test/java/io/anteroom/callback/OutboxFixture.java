package io.anteroom.callback;

import io.anteroom.PostgresFixture;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** An outbox on a database of its own, and callbacks in it. */
final class OutboxFixture implements AutoCloseable {

  static final Duration LEASE = Duration.ofSeconds(30);

  final PostgresFixture postgres = PostgresFixture.create();
  final Outbox outbox = new Outbox(postgres.pool());
  final PendingRoutes pending = new PendingRoutes(postgres.pool());

  /** Adds callbacks of the client alice, due since this many seconds. */
  void add(String endpoint, int count, int dueSinceSeconds) {
    add("alice", endpoint, count, dueSinceSeconds);
  }

  /** Adds callbacks of a client, due since this many seconds. */
  void add(String client, String endpoint, int count, int dueSinceSeconds) {
    postgres.sql(
        """
        insert into callback (id, client, type, url, endpoint, due_at)
        select uuidv7(), '%4$s', 'task.done', '%1$s/hook', '%1$s',
               now() - interval '%3$d s' - n * interval '1 ms'
        from generate_series(1, %2$d) n
        """
            .formatted(endpoint, count, dueSinceSeconds, client));
  }

  List<Claim> claim(int most, Room... rooms) {
    return await(outbox.claim(List.of(rooms), most, LEASE));
  }

  Claim claimOne(String endpoint) {
    return claim(1, room(endpoint, 1)).get(0);
  }

  /** Room for callbacks of alice, who has many places. */
  static Room room(String endpoint, int most) {
    return new Room(new Route("alice", endpoint), most, 64);
  }

  boolean record(Claim claim, Attempt attempt, Settlement next) {
    return await(outbox.record(claim, attempt, next));
  }

  List<PendingRoute> routes() {
    return await(pending.after(Route.FIRST, 1000));
  }

  /** Lets the lease of every claim end. */
  void endLeases() {
    postgres.sql("update callback set due_at = now() where claim is not null");
  }

  /** Delivers it again; false where the client has no such callback. */
  boolean redeliver(UUID id, String client) {
    return postgres
            .sql(
                Deliveries.REDELIVER
                    .replace("$1", "'" + id + "'")
                    .replace("$2", "'" + client + "'"))
            .rowCount()
        == 1;
  }

  /** A column of the callback as text, or null. */
  String text(UUID id, String expression) {
    return postgres
        .sql("select (" + expression + ")::text from callback where id = '" + id + "'")
        .iterator()
        .next()
        .getString(0);
  }

  int attempts(UUID id) {
    return postgres
        .sql("select count(*)::int from callback_attempt where callback_id = '" + id + "'")
        .iterator()
        .next()
        .getInteger(0);
  }

  Pool pool() {
    return postgres.pool();
  }

  static Attempt delivered() {
    Answer answer = new Answer(200, "thanks", null, Optional.empty());
    return Attempt.answered(Instant.now(), Duration.ofMillis(7), answer);
  }

  static Attempt failed() {
    Answer answer = new Answer(500, "oh", null, Optional.empty());
    return Attempt.answered(Instant.now(), Duration.ofMillis(7), answer);
  }

  static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(60));
  }

  @Override
  public void close() {
    postgres.close();
  }
}
