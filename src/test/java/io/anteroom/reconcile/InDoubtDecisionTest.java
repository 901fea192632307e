package io.anteroom.reconcile;

import static io.anteroom.reconcile.InDoubtDecisions.BEYOND_THE_GRACE;
import static io.anteroom.reconcile.InDoubtDecisions.EMPTY;
import static io.anteroom.reconcile.InDoubtDecisions.WITHIN_THE_GRACE;
import static io.anteroom.reconcile.InDoubtDecisions.asset;
import static io.anteroom.reconcile.InDoubtDecisions.list;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.task.TaskFixture;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a submit in doubt, on a real PostgreSQL; its age is set in the row. */
class InDoubtDecisionTest {

  @AutoClose private static final InDoubtDecisions decisions = new InDoubtDecisions();
  private static final TaskFixture store = decisions.store;

  @BeforeEach
  void empty() {
    store.clear();
  }

  private static final String NOT_HERE = "{\"detail\": \"there is no such thing\"}";

  @Test
  void aListedSubmitHappened() {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    decisions.decide("reconcile", id, 200, list(asset(id, 1, "u-7", "2024-11-01")));
    assertEquals("running", store.text(id, "phase"));
    assertEquals("u-7", store.text(id, "upstream_task_id"));
  }

  @Test
  void theAssetOfTheFirstSubmitIsKept() {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    store.set(id, "attempt = 2, in_doubt_attempts = '{1,2}'");
    decisions.decide(
        "reconcile",
        id,
        200,
        list(asset(id, 2, "u-2", "2024-11-01"), asset(id, 1, "u-1", "2024-11-02")));
    assertEquals("u-1", store.text(id, "upstream_task_id"));
  }

  @Test
  void afterAnErrorResponseOneCheckAtOnceAndOneAfterTheLagSuffice() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "doubt = 'failed'");
    decisions.decide("reconcile", id, 200, EMPTY);
    assertEquals("in_doubt", store.text(id, "phase"));
    int wait = store.number(id, "extract(epoch from next_check_at - now())::int");
    assertTrue(wait >= 14 && wait <= 16, "the next check comes after the lag: " + wait);
    store.set(id, "in_doubt_since = now() - interval '15200 ms'");
    decisions.decide("reconcile", id, 200, EMPTY);
    assertEquals("queued", store.text(id, "phase"));
    assertEquals("{1}", store.text(id, "in_doubt_attempts"), "its marker is still searched for");
  }

  @Test
  void afterAnErrorResponseAListedSubmitIsFound() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "doubt = 'failed'");
    decisions.decide("reconcile", id, 200, list(asset(id, 1, "u-7", "2024-11-01")));
    assertEquals("running", store.text(id, "phase"));
  }

  @ParameterizedTest
  @CsvSource({"200, queued", "405, queued", "503, in_doubt"})
  void anUnprocessedSubmitIsQueuedAgainAfterACheck(int status, String phase) {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "doubt = 'unprocessed'");
    String answer = status == 200 ? EMPTY : "{\"detail\": \"in the upstream's own words\"}";
    decisions.decide("reconcile", id, status, answer, ListEvidence.INCONCLUSIVE);
    assertEquals(phase, store.text(id, "phase"));
    assertEquals("{1}", store.text(id, "in_doubt_attempts"), "its marker is still searched for");
  }

  @Test
  void anUnprocessedSubmitThatHappenedIsFound() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "doubt = 'unprocessed'");
    decisions.decide("reconcile", id, 200, list(asset(id, 1, "u-7", "2024-11-01")));
    assertEquals("running", store.text(id, "phase"));
  }

  @Test
  void aListedSubmitCountsEvenInAnIncompleteList() {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    String twice = list(asset(id, 1, "u-1", "2024-11-01"), asset(id, 1, "u-2", "2024-11-02"));
    decisions.decide("reconcile", id, 200, twice.replace("\"total\": 2", "\"total\": 9"));
    assertEquals("u-1", store.text(id, "upstream_task_id"));
  }

  @ParameterizedTest
  @CsvSource({
    "reconcile, 503, in_doubt", "resubmit, 503, in_doubt", "fail, 503, in_doubt",
    "reconcile, 405, in_doubt", "resubmit, 405, queued", "fail, 405, ended",
    "reconcile, 404, in_doubt", "resubmit, 404, queued", "fail, 404, ended"
  })
  void thePolicyDecidesOnlyWithoutAList(String policy, int status, String phase) {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    decisions.decide(policy, id, status, NOT_HERE);
    assertEquals(phase, store.text(id, "phase"));
    assertEquals("ended".equals(phase) ? "FAILED" : "INITIALIZING", store.text(id, "status"));
  }

  @ParameterizedTest
  @CsvSource({"resubmit", "fail"})
  void thePolicyWaitsForTheGraceToo(String policy) {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    decisions.decide(policy, id, 405, NOT_HERE);
    assertEquals("in_doubt", store.text(id, "phase"));
  }

  /** A page of a proxy decides nothing, under any policy. */
  @ParameterizedTest
  @CsvSource({"resubmit, 404", "fail, 404", "fail, 405", "resubmit, 422", "fail, 501"})
  void aResponseOfAnIntermediaryDecidesNothing(String policy, int status) {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    decisions.decide(policy, id, status, "null");
    assertEquals("in_doubt", store.text(id, "phase"));
  }

  @Test
  void aCancelEndsATaskInDoubtWithoutAList() {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    store.cancel(id);
    assertEquals("in_doubt", store.text(id, "phase"));
    decisions.decide("reconcile", id, 405, NOT_HERE);
    assertEquals("CANCELLED", store.text(id, "status"));
  }

  @Test
  void aCancelEndsASubmitThatDidNotHappen() {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    store.cancel(id);
    decisions.decideByList(3, id, EMPTY);
    assertEquals("CANCELLED", store.text(id, "status"));
  }

  @Test
  void aCancelOfASubmitThatHappenedIsSentUpstream() {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    store.cancel(id);
    decisions.decide("reconcile", id, 200, list(asset(id, 1, "u-7", "2024-11-01")));
    assertEquals("cancelling", store.text(id, "phase"));
  }
}
