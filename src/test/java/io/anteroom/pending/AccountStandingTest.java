package io.anteroom.pending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cluster.report.ReplicaReport;
import io.anteroom.cluster.report.ReplicaReport.Breaker;
import io.anteroom.cluster.report.ReplicaReport.Delay;
import io.anteroom.cluster.report.ReportedReplica;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PauseCause;
import io.anteroom.quota.QuotaReport.ClassReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps the calls of an account from leaving, over all replicas. */
class AccountStandingTest {

  private static final Instant NOW = Instant.parse("2024-12-01T10:00:00Z");
  private static final EndpointClass SPENT = EndpointClass.INDEX_TEXT;
  private static final List<Delay> NO_DELAY = List.of();
  private static final List<Breaker> NO_BREAKER = List.of();

  private static final ReportedReplica WELL = replica(NO_DELAY, NO_BREAKER, NO_DELAY, null);

  @Test
  void nothingKeepsTheCallsOfAnAccountThatIsWell() {
    assertEquals(Optional.empty(), standing(List.of(WELL)).obstacle(SPENT));
    assertEquals(Optional.empty(), standing(List.of(WELL)).backoff(SPENT));
    assertFalse(standing(List.of(WELL)).isSpoolAway());
  }

  @Test
  void whereTheReplicasAreNotKnownNothingIsSaidOfThem() {
    AccountStanding unknown =
        new AccountStanding("a", true, false, List.of(), Optional.empty(), Optional.empty(), NOW);
    assertEquals(Optional.empty(), unknown.obstacle(SPENT));
    assertFalse(unknown.isSpoolAway());
  }

  @Test
  void withoutAReplicaThatWorksNothingLeaves() {
    assertEquals(PendingReason.NO_WORKER, reason(standing(List.of())));
    assertEquals(PendingReason.NO_WORKER, reason(standing(List.of(draining(WELL)))));
    assertEquals(Optional.empty(), standing(List.of(draining(WELL), WELL)).obstacle(SPENT));
  }

  @Test
  void aKeyIsRefusedWhereEachReplicaSaysSo() {
    ReportedReplica soon = refused("a", 2_000);
    ReportedReplica later = refused("a", 9_000);
    assertEquals(
        Optional.of(new PendingState(PendingReason.KEY_REFUSED, SPENT, NOW.plusSeconds(2))),
        standing(List.of(later, soon)).obstacle(SPENT));
    assertEquals(Optional.empty(), standing(List.of(soon, WELL)).obstacle(SPENT));
    assertEquals(Optional.empty(), standing(List.of(refused("b", 9))).obstacle(SPENT));
  }

  @ParameterizedTest
  @EnumSource(PauseCause.class)
  void aPauseOfTheClassSaysWhoAskedForIt(PauseCause cause) {
    Instant until = NOW.plusSeconds(30);
    AccountStanding standing = standing(List.of(WELL), paused(until, Optional.of(cause)));
    assertEquals(
        Optional.of(new PendingState(PendingReason.of(cause), SPENT, until)),
        standing.obstacle(SPENT));
    assertEquals(Optional.empty(), standing.obstacle(EndpointClass.DEFAULT));
  }

  @Test
  void aBreakerCountsForItsClassAndForTheEngineOnly() {
    assertEquals(PendingReason.BREAKER, reason(standing(List.of(broken(SPENT, false, 500)))));
    assertEquals(Optional.empty(), standing(List.of(broken(SPENT, true, 500))).obstacle(SPENT));
    assertEquals(
        Optional.empty(),
        standing(List.of(broken(EndpointClass.DEFAULT, false, 500))).obstacle(SPENT));
    assertEquals(
        Optional.empty(), standing(List.of(broken(SPENT, false, 0))).obstacle(SPENT), "is over");
  }

  @Test
  void whatKeepsEverythingComesFirst() {
    ClassReport paused = paused(NOW.plusSeconds(5), Optional.of(PauseCause.RATE_LIMITED));
    List<ReportedReplica> refused = List.of(refused("a", 1_000));
    assertEquals(PendingReason.KEY_REFUSED, reason(standing(refused, paused)));
    assertEquals(
        PendingReason.PAUSED_BY_OPERATOR,
        reason(
            new AccountStanding(
                "a", true, true, List.of(), Optional.of(refused), Optional.empty(), NOW)));
    assertEquals(
        PendingReason.NO_ACCOUNT,
        reason(
            new AccountStanding(
                "a", false, true, List.of(), Optional.of(refused), Optional.empty(), NOW)));
  }

  @Test
  void aDelayOfSubmitsAndASpoolThatIsAwayCountWhereEachReplicaHasThem() {
    Delay delay = new Delay("a", SPENT.label(), 800);
    ReportedReplica ill = replica(NO_DELAY, NO_BREAKER, List.of(delay), "not mounted");
    assertEquals(
        Optional.of(new PendingState(PendingReason.BACKOFF, SPENT, NOW.plusMillis(800))),
        standing(List.of(ill)).backoff(SPENT));
    assertEquals(Optional.empty(), standing(List.of(ill)).backoff(EndpointClass.INDEX_URL));
    assertTrue(standing(List.of(ill, ill)).isSpoolAway());
    assertFalse(standing(List.of(ill, WELL)).isSpoolAway());
    assertEquals(Optional.empty(), standing(List.of(ill, WELL)).backoff(SPENT));
  }

  private static PendingReason reason(AccountStanding standing) {
    return standing.obstacle(SPENT).orElseThrow().reason();
  }

  private static AccountStanding standing(List<ReportedReplica> replicas, ClassReport... quota) {
    return new AccountStanding(
        "a", true, false, List.of(quota), Optional.of(replicas), Optional.empty(), NOW);
  }

  private static ReportedReplica refused(String account, long againMs) {
    return replica(List.of(new Delay(account, null, againMs)), NO_BREAKER, NO_DELAY, null);
  }

  private static ReportedReplica broken(EndpointClass broken, boolean ofClients, long againMs) {
    Breaker breaker = new Breaker("a", broken.label(), ofClients, againMs);
    return replica(NO_DELAY, List.of(breaker), NO_DELAY, null);
  }

  private static ReportedReplica draining(ReportedReplica replica) {
    return new ReportedReplica(
        replica.id(), replica.leaseUntil(), true, true, List.of(), NOW, replica.report());
  }

  private static ReportedReplica replica(
      List<Delay> refused, List<Breaker> breakers, List<Delay> backoffs, String spool) {
    ReplicaReport report =
        new ReplicaReport(
            "1", null, 1, true, 0, 0, 0, refused, breakers, backoffs, List.of(), spool, null);
    return new ReportedReplica(
        UUID.randomUUID(), NOW.plusSeconds(10), true, false, List.of(), NOW, report);
  }

  private static ClassReport paused(Instant until, Optional<PauseCause> cause) {
    return new ClassReport(
        SPENT,
        10,
        0,
        Optional.of(until),
        cause,
        Duration.ZERO,
        Optional.empty(),
        Duration.ZERO,
        Duration.ofMinutes(1),
        Optional.empty());
  }
}
