package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.quota.EndpointClass.INDEX_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Queues for permits, on a real PostgreSQL; the window is an hour unless a test sets another. */
class PermitQueuesTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration CALL = Duration.ofSeconds(15);

  @AutoClose private static final QuotaLedgerFixture fixture = new QuotaLedgerFixture();
  @AutoClose private static final Vertx vertx = Vertx.vertx();
  private static final QuotaLedger ledger =
      QuotaLedgerFixture.ledger(fixture.postgres().pool(), TestQuotaSettings.settings());
  private static final OperatorPauses pauses = pausesByStatement();
  private static final PermitQueues permitQueues =
      new PermitQueues(ledger, pauses, vertx, Ticker.SYSTEM);

  /** Panache needs the whole service; here the row is read by a statement. */
  private static OperatorPauses pausesByStatement() {
    return new OperatorPauses(null, TestQuotaSettings.settings()) {
      @Override
      public Uni<Optional<Instant>> since(String account) {
        return fixture
            .postgres()
            .pool()
            .preparedQuery("select paused_at from operator_pause where account = $1")
            .execute(Tuple.of(account))
            .map(
                rows ->
                    rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getOffsetDateTime(0).toInstant()));
      }
    };
  }

  @Test
  void aFreePermitIsGrantedAtOnce() {
    String account = fixture.account(10, HOUR, 1);
    List<CompletableFuture<Permit>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(ask(account, CallDeadline.ofCaller("alice", Duration.ZERO)));
    }
    assertEquals(
        10, all.stream().map(CompletableFuture::join).map(Permit::slot).distinct().count());
  }

  @Test
  void aPausedAccountIsRefusedAtOnce() {
    String account = fixture.account(10, HOUR, 1);
    fixture.postgres().sql("insert into operator_pause (account) values ('%s')".formatted(account));
    CompletableFuture<Permit> refused = ask(account, CallDeadline.ofCaller("alice", HOUR));
    CompletionException failure = assertThrows(CompletionException.class, refused::join);
    assertInstanceOf(AccountPausedException.class, failure.getCause());
    fixture.postgres().sql("delete from operator_pause where account = '%s'".formatted(account));
    ask(account, CallDeadline.ofCaller("alice", Duration.ZERO)).join();
  }

  @Test
  void aCallThatCannotBeServedInTimeIsRefusedAtOnceWithTheWait() {
    String account = fixture.account(2, HOUR, 1);
    settleAll(account, 1);
    fixture.pass(account, Duration.ofMinutes(30));
    settleAll(account, 1);
    assertTurn(Duration.ofMinutes(30), refused(account, Duration.ofSeconds(1)));
    List<CompletableFuture<Permit>> patient =
        List.of(
            ask(account, CallDeadline.ofCaller("alice", HOUR.multipliedBy(5))),
            ask(account, CallDeadline.ofCaller("alice", HOUR.multipliedBy(5))));
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 2);
    assertTurn(Duration.ofMinutes(90), refused(account, Duration.ofSeconds(1)));
    fixture.pass(account, Duration.ofMinutes(31));
    Awaitility.await().until(() -> patient.get(0).isDone());
    assertFalse(patient.get(1).isDone());
    fixture.pass(account, HOUR);
    patient.get(1).join();
  }

  /** A caller that joins during a request to the ledger is not refused by its result. */
  @Test
  void aForecastCoversOnlyTheRequestedPermits() {
    List<Duration> two = List.of(HOUR, HOUR);
    assertTrue(new PermitForecast(two, HOUR, 2).tells(1));
    assertFalse(new PermitForecast(two, HOUR, 2).tells(2));
    assertTrue(new PermitForecast(two, HOUR, 3).tells(2), "there are no more slots than these two");
  }

  @Test
  void aShortPauseIsWaitedFor() {
    String account = fixture.account(5, HOUR, 1);
    RateLimitBackoff pauses =
        new RateLimitBackoff(fixture.postgres().pool(), TestQuotaSettings.settings());
    await(pauses.pause(account, INDEX_TEXT, Optional.of(Duration.ofMinutes(3))));
    assertTurn(Duration.ofMinutes(3), refused(account, Duration.ofSeconds(2)));
    CompletableFuture<Permit> patient = ask(account, CallDeadline.ofCaller("alice", HOUR));
    fixture.pass(account, Duration.ofMinutes(4));
    patient.join();
  }

  @Test
  void interactiveCallsGoBeforeBackgroundCalls() {
    String account = fixture.account(1, HOUR, 1);
    settleAll(account, 1);
    List<String> order = new CopyOnWriteArrayList<>();
    note("engine", ask(account, CallDeadline.ofEngine(HOUR.multipliedBy(9))), order);
    note("first", ask(account, CallDeadline.ofCaller("alice", HOUR.multipliedBy(9))), order);
    note("second", ask(account, CallDeadline.ofCaller("alice", HOUR.multipliedBy(9))), order);
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 2);
    for (int served = 1; served <= 3; served++) {
      int expected = served;
      fixture.pass(account, HOUR.multipliedBy(2));
      Awaitility.await().until(() -> order.size() == expected);
    }
    assertEquals(List.of("first", "second", "engine"), order);
  }

  /** Polls leave the reserve, and one permit for each waiting call. */
  @Test
  void backgroundCallsLeaveOnePermitForEachWaiter() {
    String account = fixture.account(10, HOUR, 1);
    settleAll(account, 10);
    List<CompletableFuture<Permit>> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callers.add(ask(account, CallDeadline.ofCaller("alice", HOUR.multipliedBy(2))));
    }
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 4);
    int leave = 1 + permitQueues.waiting(account, INDEX_TEXT);
    fixture.pass(account, HOUR);
    int polls = await(ledger.take(new PermitRequest(account, INDEX_TEXT, 10, leave, CALL))).size();
    callers.forEach(CompletableFuture::join);
    assertTrue(polls <= 5, "polls took " + polls);
    assertEquals(0, permitQueues.waiting(account, INDEX_TEXT));
  }

  @Test
  void aCallerThatHangsUpLeavesTheQueueAndTakesNothing() {
    String account = fixture.account(1, HOUR, 1);
    settleAll(account, 1);
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
    settleAll(account, 1);
    CallDeadline deadline = CallDeadline.ofCaller("alice", HOUR.multipliedBy(2));
    CompletableFuture<Permit> caller = ask(account, deadline);
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 1);
    deadline.giveUp();
    assertInstanceOf(
        CallerGoneException.class,
        assertThrows(CompletionException.class, caller::join).getCause());
    assertEquals(0, permitQueues.waiting(account, INDEX_TEXT));
    assertThrows(CompletionException.class, () -> ask(account, deadline).join());
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
      vertx.runOnContext(
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
  void aClientWithManyCallsDoesNotDelayAnother() {
    String account = fixture.account(1, HOUR, 1);
    settleAll(account, 1);
    List<CompletableFuture<Permit>> greedy = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      greedy.add(ask(account, CallDeadline.ofCaller("greedy", HOUR.multipliedBy(900))));
    }
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 250);
    assertTurn(Duration.ofHours(251), afterALook(account));
    CompletableFuture<Permit> modest =
        ask(account, CallDeadline.ofCaller("modest", HOUR.multipliedBy(3)));
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 251);
    for (int i = 0; i < 2; i++) {
      int waiting = 250 - i;
      fixture.pass(account, HOUR.multipliedBy(2));
      Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == waiting);
    }
    modest.join();
    greedy.forEach(call -> call.cancel(true));
  }

  /** Fills the places of a client; the refusal has the wait for the next permit. */
  private static Duration afterALook(String account) {
    return Awaitility.await()
        .until(
            () -> refused(account, "greedy", HOUR.multipliedBy(900)),
            told -> told.compareTo(HOUR) > 0);
  }

  @Test
  void aSilentStoreHoldsNoCallerPastItsDeadline() {
    String account = fixture.account(1, HOUR, 1);
    SqlConnection lock = await(fixture.postgres().pool().getConnection());
    await(lock.query("begin").execute());
    await(lock.query("lock table quota_class").execute());
    long start = System.nanoTime();
    CompletableFuture<Permit> caller =
        ask(account, CallDeadline.ofCaller("alice", Duration.ofMillis(100)));
    CompletionException failure =
        assertThrows(CompletionException.class, caller.orTimeout(9, TimeUnit.SECONDS)::join);
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    await(lock.query("rollback").execute());
    await(lock.close());
    assertInstanceOf(io.smallrye.mutiny.TimeoutException.class, failure.getCause());
    assertTrue(millis < 4000, millis + " ms");
    Awaitility.await().until(() -> fixture.taken(account) == 0);
  }

  private static Duration refused(String account, Duration deadline) {
    return refused(account, "alice", deadline);
  }

  private static Duration refused(String account, String client, Duration deadline) {
    long start = System.nanoTime();
    CompletableFuture<Permit> asked = ask(account, CallDeadline.ofCaller(client, deadline));
    Throwable failure = assertThrows(Exception.class, asked::join).getCause();
    assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    return ((NoPermitInTimeException) failure).retryAfter();
  }

  private static void assertTurn(Duration expected, Duration told) {
    assertEquals(expected.toSeconds(), told.toSeconds(), 30);
  }

  private static void note(String name, CompletableFuture<Permit> asked, List<String> order) {
    asked.thenRun(() -> order.add(name));
  }

  private static CompletableFuture<Permit> ask(String account, CallDeadline deadline) {
    return permitQueues.await(ask(account), deadline).subscribeAsCompletionStage();
  }

  private static PermitRequest ask(String account) {
    return new PermitRequest(account, INDEX_TEXT, 1, 0, CALL);
  }

  private static void settleAll(String account, int permits) {
    await(ledger.take(new PermitRequest(account, INDEX_TEXT, permits, 0, CALL)))
        .forEach(permit -> await(ledger.settle(permit)));
  }
}
