package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.quota.AskedPermits.HOUR;
import static io.anteroom.quota.AskedPermits.ask;
import static io.anteroom.quota.EndpointClass.INDEX_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Callers that leave the queue for permits: they hang up, give up, or have no more time. */
class PermitQueueLeaversTest {

  @AutoClose private static final AskedPermits asked = new AskedPermits();
  private static final QuotaLedgerFixture fixture = asked.fixture;
  private static final QuotaLedger ledger = asked.ledger;
  private static final PermitQueues permitQueues = asked.permitQueues;

  @Test
  void aCallerThatHangsUpLeavesTheQueueAndTakesNothing() {
    String account = fixture.account(1, HOUR, 1);
    asked.settleAll(account, 1);
    Cancellable caller =
        permitQueues
            .await(ask(account), CallDeadline.ofCaller("alice", HOUR.multipliedBy(2)))
            .subscribe()
            .with(permit -> {});
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 1);
    caller.cancel();
    assertEquals(0, permitQueues.waiting(account, INDEX_TEXT));
    fixture.pass(account, HOUR.multipliedBy(2));
    assertEquals(1, await(ledger.take(ask(account))).size());
  }

  /**
   * A retry drops cancellations, so that only the deadline object tells that the caller is gone.
   */
  @Test
  void aCallerThatGivesUpLeavesTheQueueAndTakesNothing() {
    String account = fixture.account(1, HOUR, 1);
    asked.settleAll(account, 1);
    CallDeadline deadline = CallDeadline.ofCaller("alice", HOUR.multipliedBy(2));
    CompletableFuture<Permit> caller = asked.ask(account, deadline);
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 1);
    deadline.giveUp();
    assertInstanceOf(
        CallerGoneException.class,
        assertThrows(CompletionException.class, caller::join).getCause());
    assertEquals(0, permitQueues.waiting(account, INDEX_TEXT));
    assertThrows(CompletionException.class, () -> asked.ask(account, deadline).join());
    fixture.pass(account, HOUR.multipliedBy(2));
    assertEquals(0, fixture.taken(account));
  }

  /** The event loop of the caller is busy until the permit has expired. */
  @Test
  void aPermitForACallerThatIsGoneIsGivenBack() {
    for (boolean cancels : new boolean[] {true, false}) {
      String account = fixture.account(1, HOUR, 1);
      CallDeadline deadline = CallDeadline.ofCaller("alice", HOUR);
      CompletableFuture<Void> done = new CompletableFuture<>();
      asked.vertx.runOnContext(
          nothing -> {
            Cancellable caller =
                permitQueues
                    .await(ask(account), deadline)
                    .subscribe()
                    .with(permit -> done.completeExceptionally(new AssertionError()), f -> {});
            Awaitility.await().until(() -> fixture.taken(account) == 1);
            Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 0);
            if (cancels) {
              caller.cancel();
            } else {
              deadline.giveUp();
            }
            done.complete(null);
          });
      done.join();
      Awaitility.await().until(() -> fixture.taken(account) == 0);
    }
  }

  @Test
  void aSilentStoreHoldsNoCallerPastItsDeadline() {
    String account = fixture.account(1, HOUR, 1);
    SqlConnection lock = await(fixture.postgres().pool().getConnection());
    await(lock.query("begin").execute());
    await(lock.query("lock table quota_class").execute());
    long start = System.nanoTime();
    CompletableFuture<Permit> caller =
        asked.ask(account, CallDeadline.ofCaller("alice", Duration.ofMillis(100)));
    CompletionException failure =
        assertThrows(CompletionException.class, caller.orTimeout(9, TimeUnit.SECONDS)::join);
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    await(lock.query("rollback").execute());
    await(lock.close());
    assertInstanceOf(io.smallrye.mutiny.TimeoutException.class, failure.getCause());
    assertTrue(millis < 4000, millis + " ms");
    Awaitility.await().until(() -> fixture.taken(account) == 0);
  }
}
