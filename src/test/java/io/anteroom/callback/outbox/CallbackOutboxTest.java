package io.anteroom.callback.outbox;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.Ticker;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Claims of callbacks and their results. */
class CallbackOutboxTest {

  private static final String DEAD = "https://dead.example";
  private static final String WELL = "https://well.example";
  private static final DeliveryDecision AGAIN =
      new DeliveryDecision(CallbackState.PENDING, Duration.ofMinutes(5));
  private static final DeliveryDecision DONE =
      new DeliveryDecision(CallbackState.DELIVERED, Duration.ZERO);

  @AutoClose private final OutboxFixture store = new OutboxFixture();

  @Test
  void everyEndpointIsServedHoweverManyWaitBefore() {
    store.add(DEAD, 10_000, 600);
    store.add(WELL, 1, 0);
    assertEquals(
        List.of(DEAD, WELL),
        store.routes().stream().map(pending -> pending.route().endpoint()).toList());
    List<CallbackClaim> claims =
        store.claim(4, OutboxFixture.limit(DEAD, 4), OutboxFixture.limit(WELL, 4));
    assertEquals(4, claims.size());
    assertEquals(1, claims.stream().filter(c -> c.endpoint().equals(WELL)).count());
  }

  @Test
  void everyClientIsServedHoweverManyEndpointsAnotherHas() {
    IntStream.range(0, 100).forEach(i -> store.add("https://e" + i + ".example", 2, 600));
    store.add("bob", WELL, 3, 0);
    List<ClaimLimit> limits = new ArrayList<>();
    IntStream.range(0, 100)
        .forEach(i -> limits.add(OutboxFixture.limit("https://e" + i + ".example", 4)));
    limits.add(new ClaimLimit(new ClientEndpoint("bob", WELL), 4, 64));
    List<CallbackClaim> claims = await(store.outbox.claim(limits, 6, OutboxFixture.LEASE));
    assertEquals(6, claims.size());
    assertEquals(3, claims.stream().filter(c -> c.client().equals("bob")).count());
  }

  @Test
  void claimsKeepToTheLimitOfAClient() {
    List<ClaimLimit> limits =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    new ClaimLimit(new ClientEndpoint("alice", "https://e" + i + ".example"), 4, 5))
            .toList();
    limits.forEach(room -> store.add(room.route().endpoint(), 4, 1));
    List<CallbackClaim> claims = await(store.outbox.claim(limits, 64, OutboxFixture.LEASE));
    assertEquals(5, claims.size());
    assertEquals(
        5, claims.stream().map(CallbackClaim::endpoint).distinct().count(), "one of each route");
  }

  @Test
  void readingResumesAfterAnEndpointAndSkipsTheRestOfItsClient() {
    store.add("bob", WELL, 1, 0);
    IntStream.range(0, 5).forEach(i -> store.add("https://e" + i + ".example", 1, 0));
    List<PendingEndpoint> page = await(store.pending.after(ClientEndpoint.FIRST, 2));
    assertEquals(2, page.size());
    ClientEndpoint second = page.get(1).route();
    assertEquals(new ClientEndpoint("alice", "https://e1.example"), second);
    assertEquals(4, await(store.pending.after(second, 1000)).size());
    List<PendingEndpoint> past = await(store.pending.after(ClientEndpoint.lastOf("alice"), 1000));
    assertEquals(
        List.of(new ClientEndpoint("bob", WELL)),
        past.stream().map(PendingEndpoint::route).toList());
  }

  @Test
  void claimsKeepToTheLimitOfAnEndpoint() {
    store.add(DEAD, 10, 0);
    store.add(WELL, 10, 0);
    List<CallbackClaim> claims =
        store.claim(64, OutboxFixture.limit(DEAD, 1), OutboxFixture.limit(WELL, 3));
    assertEquals(1, claims.stream().filter(c -> c.endpoint().equals(DEAD)).count());
    assertEquals(3, claims.stream().filter(c -> c.endpoint().equals(WELL)).count());
  }

  @Test
  void aClaimedCallbackIsNotDueUntilItsLeaseEnds() {
    store.add(WELL, 1, 0);
    CallbackClaim first = store.claimOne(WELL);
    assertTrue(store.claim(1, OutboxFixture.limit(WELL, 1)).isEmpty());
    PendingEndpoint pending = store.routes().get(0);
    assertFalse(pending.isDue());
    assertTrue(pending.dueIn().toSeconds() >= 29, pending.toString());
    store.endLeases();
    assertEquals(first.id(), store.claimOne(WELL).id());
  }

  @Test
  void aLostClaimRecordsNothing() {
    store.add(WELL, 1, 0);
    CallbackClaim lost = store.claimOne(WELL);
    store.endLeases();
    CallbackClaim held = store.claimOne(WELL);
    assertFalse(store.record(lost, OutboxFixture.delivered(), DONE));
    assertEquals("pending", store.text(lost.id(), "state"));
    assertEquals(0, store.attempts(lost.id()));
    assertTrue(store.record(held, OutboxFixture.failed(), AGAIN));
    assertFalse(store.record(held, OutboxFixture.delivered(), DONE), "once for each claim");
    assertEquals(1, store.attempts(held.id()));
  }

  @Test
  void onlyAFailureIsDueAgain() {
    store.add(WELL, 1, 0);
    CallbackClaim first = store.claimOne(WELL);
    store.record(first, OutboxFixture.failed(), AGAIN);
    assertEquals("1 1", store.text(first.id(), "step || ' ' || attempts"));
    assertTrue(Math.abs(store.routes().get(0).dueIn().toSeconds() - 300) <= 2);
    assertNull(store.text(first.id(), "settled_at"));
    store.postgres.sql("update callback set due_at = now()");
    CallbackClaim second = store.claimOne(WELL);
    assertEquals(1, second.step());
    store.record(second, OutboxFixture.delivered(), DONE);
    assertEquals("delivered 2", store.text(first.id(), "state || ' ' || attempts"));
    assertEquals("true", store.text(first.id(), "settled_at is not null"));
    assertTrue(store.routes().isEmpty());
  }

  @Test
  void twoReplicasNeverClaimTheSameCallback() {
    IntStream.range(0, 10).forEach(i -> store.add("https://e" + i + ".example", 200, 1));
    List<ClaimLimit> limits =
        IntStream.range(0, 10)
            .mapToObj(i -> OutboxFixture.limit("https://e" + i + ".example", 5))
            .toList();
    Pool other = store.postgres.anotherPool();
    List<CallbackOutbox> replicas = List.of(store.outbox, new CallbackOutbox(other, Ticker.SYSTEM));
    Set<UUID> seen = new HashSet<>();
    int claimed = 0;
    while (seen.size() < 2000) {
      List<Uni<List<CallbackClaim>>> both =
          IntStream.range(0, 8)
              .mapToObj(i -> replicas.get(i % 2).claim(limits, 40, OutboxFixture.LEASE))
              .toList();
      List<List<CallbackClaim>> answers = await(Uni.join().all(both).andFailFast());
      int before = claimed;
      for (List<CallbackClaim> claims : answers) {
        claimed += claims.size();
        seen.addAll(claims.stream().map(CallbackClaim::id).collect(Collectors.toSet()));
      }
      assertEquals(claimed, seen.size(), "a row was claimed twice");
      assertTrue(claimed > before, "nothing was claimed though there was");
    }
    other.close().await().indefinitely();
  }
}
