package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.quota.AskedPermits.CALL;
import static io.anteroom.quota.AskedPermits.HOUR;
import static io.anteroom.quota.AskedPermits.assertTurn;
import static io.anteroom.quota.EndpointClass.INDEX_TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The order in which callers get permits, and whom a queue refuses, on a real PostgreSQL. */
class PermitQueuesTest {

  @AutoClose private static final AskedPermits asked = new AskedPermits();
  private static final QuotaLedgerFixture fixture = asked.fixture;
  private static final QuotaLedger ledger = asked.ledger;
  private static final PermitQueues permitQueues = asked.permitQueues;

  @Test
  void aFreePermitIsGrantedAtOnce() {
    String account = fixture.account(10, HOUR, 1);
    List<CompletableFuture<Permit>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(asked.ask(account, CallDeadline.ofCaller("alice", Duration.ZERO)));
    }
    assertEquals(
        10, all.stream().map(CompletableFuture::join).map(Permit::slot).distinct().count());
  }

  @Test
  void aCallThatCannotBeServedInTimeIsRefusedAtOnceWithTheWait() {
    String account = fixture.account(2, HOUR, 1);
    asked.settleAll(account, 1);
    fixture.pass(account, Duration.ofMinutes(30));
    asked.settleAll(account, 1);
    assertTurn(Duration.ofMinutes(30), asked.refused(account, Duration.ofSeconds(1)));
    List<CompletableFuture<Permit>> patient =
        List.of(
            asked.ask(account, CallDeadline.ofCaller("alice", HOUR.multipliedBy(5))),
            asked.ask(account, CallDeadline.ofCaller("alice", HOUR.multipliedBy(5))));
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 2);
    assertTurn(Duration.ofMinutes(90), asked.refused(account, Duration.ofSeconds(1)));
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
    assertTurn(Duration.ofMinutes(3), asked.refused(account, Duration.ofSeconds(2)));
    CompletableFuture<Permit> patient = asked.ask(account, CallDeadline.ofCaller("alice", HOUR));
    fixture.pass(account, Duration.ofMinutes(4));
    patient.join();
  }

  @Test
  void callersAndTheEngineTakeTurns() {
    String account = fixture.account(1, HOUR, 1);
    asked.settleAll(account, 1);
    List<String> order = new CopyOnWriteArrayList<>();
    note("engine", asked.ask(account, CallDeadline.ofEngine(HOUR.multipliedBy(9))), order);
    note("first", asked.ask(account, CallDeadline.ofCaller("alice", HOUR.multipliedBy(9))), order);
    note("second", asked.ask(account, CallDeadline.ofCaller("alice", HOUR.multipliedBy(9))), order);
    note("later", asked.ask(account, CallDeadline.ofEngine(HOUR.multipliedBy(9))), order);
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 2);
    for (int served = 1; served <= 4; served++) {
      int expected = served;
      fixture.pass(account, HOUR.multipliedBy(2));
      Awaitility.await().until(() -> order.size() == expected);
    }
    assertEquals(List.of("first", "engine", "second", "later"), order);
  }

  /** Polls leave the reserve, and one permit for each waiting call. */
  @Test
  void backgroundCallsLeaveOnePermitForEachWaiter() {
    String account = fixture.account(10, HOUR, 1);
    asked.settleAll(account, 10);
    List<CompletableFuture<Permit>> callers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      callers.add(asked.ask(account, CallDeadline.ofCaller("alice", HOUR.multipliedBy(2))));
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
  void aClientWithManyCallsDoesNotDelayAnother() {
    String account = fixture.account(1, HOUR, 1);
    asked.settleAll(account, 1);
    List<CompletableFuture<Permit>> greedy = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      greedy.add(asked.ask(account, CallDeadline.ofCaller("greedy", HOUR.multipliedBy(900))));
    }
    Awaitility.await().until(() -> permitQueues.waiting(account, INDEX_TEXT) == 250);
    assertTurn(Duration.ofHours(251), afterALook(account));
    CompletableFuture<Permit> modest =
        asked.ask(account, CallDeadline.ofCaller("modest", HOUR.multipliedBy(3)));
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
            () -> asked.refused(account, "greedy", HOUR.multipliedBy(900)),
            told -> told.compareTo(HOUR) > 0);
  }

  private static void note(String name, CompletableFuture<Permit> asked, List<String> order) {
    asked.thenRun(() -> order.add(name));
  }
}
