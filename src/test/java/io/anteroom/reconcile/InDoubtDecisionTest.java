package io.anteroom.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestSettings;
import io.anteroom.async.ManualTicker;
import io.anteroom.async.Ticker;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.TaskFixture;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.ListedAssets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a submit in doubt, on a real PostgreSQL; its age is set in the row. */
class InDoubtDecisionTest {

  private static final Duration WITHIN_THE_GRACE = Duration.ofSeconds(30);
  private static final Duration BEYOND_THE_GRACE = Duration.ofSeconds(85);
  private static final String EMPTY = "{\"results\": [], \"pagination\": {\"total\": 0}}";

  private static final String NOT_HERE = "{\"detail\": \"there is no such thing\"}";

  @AutoClose private static final TaskFixture store = TaskFixture.create();
  private static final InDoubtTasks inDoubtTasks = new InDoubtTasks(store.pool());

  @BeforeEach
  void empty() {
    store.clear();
  }

  @Test
  void aListedSubmitHappened() {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    decide("reconcile", id, 200, list(asset(id, 1, "u-7", "2024-11-01")));
    assertEquals("running", store.text(id, "phase"));
    assertEquals("u-7", store.text(id, "upstream_task_id"));
  }

  @Test
  void theAssetOfTheFirstSubmitIsKept() {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    store.set(id, "attempt = 2, in_doubt_attempts = '{1,2}'");
    decide(
        "reconcile",
        id,
        200,
        list(asset(id, 2, "u-2", "2024-11-01"), asset(id, 1, "u-1", "2024-11-02")));
    assertEquals("u-1", store.text(id, "upstream_task_id"));
  }

  @Test
  void withinTheGraceAnAbsentSubmitStaysInDoubt() {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    for (int check = 0; check < 9; check++) {
      decide("reconcile", id, 200, EMPTY);
    }
    assertEquals("in_doubt", store.text(id, "phase"));
  }

  @Test
  void afterTheGraceThreeAbsencesSettleIt() {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    decide("reconcile", id, 200, EMPTY);
    decide("reconcile", id, 200, EMPTY);
    assertEquals("in_doubt", store.text(id, "phase"));
    decide("reconcile", id, 200, EMPTY);
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
        "[]",
        "{}"
      })
  void anIncompleteListIsNoProof(String list) {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    for (int check = 0; check < 5; check++) {
      decide("reconcile", id, 200, list.replace('\'', '"'));
    }
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
    for (int check = 0; check < 3; check++) {
      decide("reconcile", id, 200, list.replace('\'', '"'));
    }
    assertEquals("queued", store.text(id, "phase"));
  }

  @ParameterizedTest
  @CsvSource({"reconcile, in_doubt", "resubmit, queued", "fail, ended"})
  void aListThatHidesOurTasksCountsAsNoList(String policy, String phase) {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    for (int check = 0; check < 5; check++) {
      if ("in_doubt".equals(store.text(id, "phase"))) {
        decide(policy, id, 200, EMPTY, ListEvidence.HIDES_OUR_TASKS);
      }
    }
    assertEquals(phase, store.text(id, "phase"));
  }

  @Test
  void withoutAControlTaskItTakesFiveTimesTheGrace() {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    for (int check = 0; check < 5; check++) {
      decide("reconcile", id, 200, EMPTY, ListEvidence.INCONCLUSIVE);
    }
    assertEquals("in_doubt", store.text(id, "phase"));
    store.set(id, "in_doubt_since = now() - interval '321 s'");
    decide("reconcile", id, 200, EMPTY, ListEvidence.INCONCLUSIVE);
    assertEquals("queued", store.text(id, "phase"));
  }

  @Test
  void withoutAPositiveControlOneTaskOfAnAccountIsSubmittedAgainInEachGrace() {
    ManualTicker ticker = new ManualTicker();
    InDoubtDecision decision = decision("reconcile", ticker);
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
      decide(decision, id, 200, EMPTY, ListEvidence.INCONCLUSIVE);
    }
    return store.text(id, "phase");
  }

  @Test
  void afterAnErrorResponseOneCheckAtOnceAndOneAfterTheLagSuffice() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "doubt = 'failed'");
    decide("reconcile", id, 200, EMPTY);
    assertEquals("in_doubt", store.text(id, "phase"));
    int wait = store.number(id, "extract(epoch from next_check_at - now())::int");
    assertTrue(wait >= 14 && wait <= 16, "the next check comes after the lag: " + wait);
    store.set(id, "in_doubt_since = now() - interval '15200 ms'");
    decide("reconcile", id, 200, EMPTY);
    assertEquals("queued", store.text(id, "phase"));
    assertEquals("{1}", store.text(id, "in_doubt_attempts"), "its marker is still searched for");
  }

  @Test
  void afterAnErrorResponseAListedSubmitIsFound() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "doubt = 'failed'");
    decide("reconcile", id, 200, list(asset(id, 1, "u-7", "2024-11-01")));
    assertEquals("running", store.text(id, "phase"));
  }

  @ParameterizedTest
  @CsvSource({"200, queued", "405, queued", "503, in_doubt"})
  void anUnprocessedSubmitIsQueuedAgainAfterACheck(int status, String phase) {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "doubt = 'unprocessed'");
    String answer = status == 200 ? EMPTY : "{\"detail\": \"in the upstream's own words\"}";
    decide("reconcile", id, status, answer, ListEvidence.INCONCLUSIVE);
    assertEquals(phase, store.text(id, "phase"));
    assertEquals("queued".equals(phase) ? "{}" : "{1}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void anUnprocessedSubmitThatHappenedIsFound() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "doubt = 'unprocessed'");
    decide("reconcile", id, 200, list(asset(id, 1, "u-7", "2024-11-01")));
    assertEquals("running", store.text(id, "phase"));
  }

  @Test
  void aListedSubmitCountsEvenInAnIncompleteList() {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    String twice = list(asset(id, 1, "u-1", "2024-11-01"), asset(id, 1, "u-2", "2024-11-02"));
    decide("reconcile", id, 200, twice.replace("\"total\": 2", "\"total\": 9"));
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
    decide(policy, id, status, NOT_HERE);
    assertEquals(phase, store.text(id, "phase"));
    assertEquals("ended".equals(phase) ? "FAILED" : "INITIALIZING", store.text(id, "status"));
  }

  @ParameterizedTest
  @CsvSource({"resubmit", "fail"})
  void thePolicyWaitsForTheGraceToo(String policy) {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    decide(policy, id, 405, NOT_HERE);
    assertEquals("in_doubt", store.text(id, "phase"));
  }

  /** A page of a proxy decides nothing, under any policy. */
  @ParameterizedTest
  @CsvSource({"resubmit, 404", "fail, 404", "fail, 405", "resubmit, 422", "fail, 501"})
  void aResponseOfAnIntermediaryDecidesNothing(String policy, int status) {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    decide(policy, id, status, "null");
    assertEquals("in_doubt", store.text(id, "phase"));
  }

  @Test
  void aCancelEndsATaskInDoubtWithoutAList() {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    store.cancel(id);
    assertEquals("in_doubt", store.text(id, "phase"));
    decide("reconcile", id, 405, NOT_HERE);
    assertEquals("CANCELLED", store.text(id, "status"));
  }

  @Test
  void aCancelEndsASubmitThatDidNotHappen() {
    UUID id = store.inDoubt(BEYOND_THE_GRACE);
    store.cancel(id);
    for (int check = 0; check < 3; check++) {
      decide("reconcile", id, 200, EMPTY);
    }
    assertEquals("CANCELLED", store.text(id, "status"));
  }

  @Test
  void aCancelOfASubmitThatHappenedIsSentUpstream() {
    UUID id = store.inDoubt(WITHIN_THE_GRACE);
    store.cancel(id);
    decide("reconcile", id, 200, list(asset(id, 1, "u-7", "2024-11-01")));
    assertEquals("cancelling", store.text(id, "phase"));
  }

  private static void decide(String policy, UUID id, int status, String body) {
    decide(policy, id, status, body, ListEvidence.SHOWS_OUR_TASKS);
  }

  private static void decide(
      String policy, UUID id, int status, String body, ListEvidence evidence) {
    decide(decision(policy, Ticker.SYSTEM), id, status, body, evidence);
  }

  private static void decide(
      InDoubtDecision decision, UUID id, int status, String body, ListEvidence evidence) {
    store.set(id, "next_check_at = now()");
    InDoubtTask task =
        inDoubtTasks.claim("default", 10, Duration.ofMinutes(1)).await().indefinitely().get(0);
    UpstreamResponse answer = new UpstreamResponse(status, Optional.empty(), json(body));
    decision
        .decide(task, answer, ListedAssets.of(answer), evidence)
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  private static InDoubtDecision decision(String policy, Ticker ticker) {
    InDoubtSettings settings =
        TestSettings.of(InDoubtSettings.class, "anteroom.in-doubt.policy", policy);
    InDoubtGrace grace =
        new InDoubtGrace(
            settings,
            TestSettings.of(UpstreamSettings.class),
            TestSettings.of(QuotaSettings.class),
            Clock.systemUTC());
    return new InDoubtDecision(inDoubtTasks, settings, grace, ticker);
  }

  private static String list(String... assets) {
    return "{\"results\": [%s], \"pagination\": {\"total\": %d}}"
        .formatted(String.join(",", assets), assets.length);
  }

  private static String asset(UUID task, int attempt, String upstreamId, String created) {
    return """
    {"asset_id": "a-%s", "task_id": "%s", "status": "PROCESSING", "created_at": "%s",
     "metadata": {"anteroom_task": "%s.%d"}}
    """
        .formatted(upstreamId, upstreamId, created, task, attempt);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
