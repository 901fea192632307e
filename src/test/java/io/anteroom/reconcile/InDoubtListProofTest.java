package io.anteroom.reconcile;

import static io.anteroom.reconcile.InDoubtDecisions.BEYOND_THE_GRACE;
import static io.anteroom.reconcile.InDoubtDecisions.EMPTY;
import static io.anteroom.reconcile.InDoubtDecisions.WITHIN_THE_GRACE;
import static io.anteroom.reconcile.InDoubtDecisions.list;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.async.ManualTicker;
import io.anteroom.task.TaskFixture;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lists prove that a submit did not happen, on a real PostgreSQL. */
class InDoubtListProofTest {

  @AutoClose private static final InDoubtDecisions decisions = new InDoubtDecisions();
  private static final TaskFixture store = decisions.store;

  @BeforeEach
  void empty() {
    store.clear();
  }

  @Test
  void withinTheGraceAnAbsentSubmitStaysInDoubt() {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    decisions.decideByList(9, id, EMPTY);
    assertEquals("in_doubt", store.text(id, "phase"));
  }

  @Test
  void afterTheGraceThreeAbsencesSettleIt() {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    decisions.decideByList(2, id, EMPTY);
    assertEquals("in_doubt", store.text(id, "phase"));
    decisions.decide("reconcile", id, 200, EMPTY);
    assertEquals("queued", store.text(id, "phase"));
    assertEquals("1", store.text(id, "attempt"), "the next submit is attempt 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'results': [], 'pagination': {'total': 3}}",
        "{'results': []}",
        "{'results': [], 'pagination': {}}",
        "{'results': [], 'pagination': {'page': 1, 'page_size': 100}}",
        "{'results': [], 'pagination': {'total': 0, 'next_page': 'http://u/assets?page=2'}}",
        "{'results': [], 'pagination': {'next_page': 'http://u/assets?page=2'}}",
        "{'results': [], 'pagination': {'total': 0, 'total_pages': 2, 'next_page': null}}",
        "{'results': [], 'pagination': {'total': -1, 'next_page': null}}",
        "{'results': [], 'pagination': {'total': 'many', 'next_page': null}}",
        "{'results': {}, 'pagination': {'total': 0}}",
        "{'assets': [], 'pagination': {'total': 0}}",
        "{'results': [null], 'pagination': {'total': 1}}",
        "[]",
        "{}"
      })
  void anIncompleteListIsNoProof(String list) {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    decisions.decideByList(5, id, list.replace('\'', '"'));
    assertEquals("in_doubt", store.text(id, "phase"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'results': [], 'pagination': {'total': 0}}",
        "{'results': [], 'pagination': {'total': 0, 'next_page': null}}",
        "{'results': [], 'pagination': {'next_page': null}}",
        "{'results': [], 'pagination': {'total': 0, 'total_pages': 0, 'next_page': null}}"
      })
  void aCompleteListIsProof(String list) {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    decisions.decideByList(3, id, list.replace('\'', '"'));
    assertEquals("queued", store.text(id, "phase"));
  }

  @ParameterizedTest
  @CsvSource({"reconcile, in_doubt", "resubmit, queued", "fail, ended"})
  void aListThatHidesOurTasksCountsAsNoList(String policy, String phase) {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    for (int check = 0; check < 5; check++) {
      if ("in_doubt".equals(store.text(id, "phase"))) {
        decisions.decide(policy, id, 200, EMPTY, ListEvidence.HIDES_OUR_TASKS);
      }
    }
    assertEquals(phase, store.text(id, "phase"));
  }

  @Test
  void withoutAControlTaskItTakesFiveTimesTheGrace() {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    for (int check = 0; check < 5; check++) {
      decisions.decide("reconcile", id, 200, EMPTY, ListEvidence.INCONCLUSIVE);
    }
    assertEquals("in_doubt", store.text(id, "phase"));
    store.set(id, "in_doubt_since = now() - interval '321 s'");
    decisions.decide("reconcile", id, 200, EMPTY, ListEvidence.INCONCLUSIVE);
    assertEquals("queued", store.text(id, "phase"));
  }

  /**
   * A submit that was answered with 500 may have happened, and the search for it may be out too.
   */
  @ParameterizedTest
  @ValueSource(strings = {"lost", "failed"})
  void whereTheListCannotBeVerifiedItTakesFiveTimesTheGrace(String doubt) {
    UUID id = store.inDoubt(Duration.ofSeconds(300));
    store.set(id, "doubt = '" + doubt + "'");
    for (int check = 0; check < 5; check++) {
      decisions.decide("reconcile", id, 200, EMPTY, ListEvidence.UNVERIFIED);
    }
    assertEquals("in_doubt", store.text(id, "phase"));
    store.set(id, "in_doubt_since = now() - interval '321 s'");
    decisions.decide("reconcile", id, 200, EMPTY, ListEvidence.UNVERIFIED);
    assertEquals("queued", store.text(id, "phase"));
  }

  @Test
  void withoutAPositiveControlOneTaskOfAnAccountIsSubmittedAgainInEachGrace() {
    ManualTicker ticker = new ManualTicker();
    InDoubtDecision decision = decisions.decision("reconcile", ticker);
    assertEquals("queued", phaseAfterChecks(decision));
    assertEquals("in_doubt", phaseAfterChecks(decision));
    ticker.pass(BEYOND_THE_GRACE);
    assertEquals("queued", phaseAfterChecks(decision));
  }

  /** Of one more task, which has been looked for long enough. */
  private static String phaseAfterChecks(InDoubtDecision decision) {
    store.clear();
    UUID id = store.inDoubt(Duration.ofSeconds(400));
    for (int check = 0; check < 3; check++) {
      decisions.decide(decision, id, 200, EMPTY, ListEvidence.INCONCLUSIVE);
    }
    return store.text(id, "phase");
  }
}
