package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.quota.EndpointClass.INDEX_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Queues for permits on a real PostgreSQL, of accounts that no operator has paused; the window is
 * an hour unless a test sets another.
 */
final class AskedPermits implements AutoCloseable {

  static final Duration HOUR = Duration.ofHours(1);
  static final Duration CALL = Duration.ofSeconds(15);

  final QuotaLedgerFixture fixture = new QuotaLedgerFixture();
  final Vertx vertx = Vertx.vertx();
  final QuotaLedger ledger =
      QuotaLedgerFixture.ledger(fixture.postgres().pool(), TestQuotaSettings.settings());

  final PermitQueues permitQueues =
      new PermitQueues(ledger, new NeverPaused(), vertx, new SimpleMeterRegistry(), Ticker.SYSTEM);

  /** The wait that a caller of alice is told, who is refused at once. */
  Duration refused(String account, Duration deadline) {
    return refused(account, "alice", deadline);
  }

  Duration refused(String account, String client, Duration deadline) {
    long start = System.nanoTime();
    CompletableFuture<Permit> asked = ask(account, CallDeadline.ofCaller(client, deadline));
    Throwable failure = assertThrows(Exception.class, asked::join).getCause();
    assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    return ((NoPermitInTimeException) failure).retryAfter();
  }

  static void assertTurn(Duration expected, Duration told) {
    assertEquals(expected.toSeconds(), told.toSeconds(), 30);
  }

  CompletableFuture<Permit> ask(String account, CallDeadline deadline) {
    return permitQueues.await(ask(account), deadline).subscribeAsCompletionStage();
  }

  static PermitRequest ask(String account) {
    return new PermitRequest(account, INDEX_TEXT, 1, 0, CALL);
  }

  void settleAll(String account, int permits) {
    await(ledger.take(new PermitRequest(account, INDEX_TEXT, permits, 0, CALL)))
        .forEach(permit -> await(ledger.settle(permit)));
  }

  /** Its row would be read in a session of the whole service, which is not here. */
  private static final class NeverPaused extends OperatorPauses {

    NeverPaused() {
      super(null, null, TestQuotaSettings.settings());
    }

    @Override
    public Uni<Optional<Instant>> since(String account) {
      return Uni.createFrom().item(Optional.empty());
    }
  }

  @Override
  public void close() {
    fixture.close();
    vertx.close();
  }
}
