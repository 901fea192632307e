package io.anteroom.poll;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IngressProxy;
import io.anteroom.ShortGraces;
import io.anteroom.TestCalls;
import io.anteroom.TestCalls.Indexed;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.anteroom.account.AccountDirectory;
import io.anteroom.upstream.DuplicateAssets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Responses of an intermediary to polls and cancels, and unreadable ones of the upstream. None of
 * them ends a task or confirms a cancel, and none leads to constant polls.
 */
@QuarkusTest
@TestProfile(ShortGraces.class)
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class UnexpectedResponsesTest extends TasksBehindIngress {

  private record Foreign(int status, String type, String body) {}

  private static final Predicate<String> TASKS =
      call -> call.contains(" /tasks/") || call.startsWith("POST /assets");

  @Inject DuplicateAssets duplicateAssets;
  @Inject AccountDirectory accounts;

  @Test
  void aResponseOfAnIntermediaryEndsNoTask() {
    sandbox.processTextsIn(5_000);
    List<String> ids = List.of(running(), running(), running());
    String json = "{\"status\": 404, \"error\": \"Not Found\", \"path\": \"/x\"}";
    for (Foreign answer :
        List.of(
            new Foreign(404, "text/html", IngressProxy.DEFAULT_BACKEND),
            new Foreign(410, "text/plain", "gone"),
            new Foreign(404, "application/json", json),
            new Foreign(200, "text/html", "<html>we will be back soon</html>"),
            new Foreign(405, "text/html", ""))) {
      ingressProxy.answerAll(answer.status(), answer.type(), answer.body());
      pass(LONGER_THAN_THE_GRACE.dividedBy(2));
    }
    assertEquals(3, count("phase = 'running'"));
    assertPolledByList(ids);
    ingressProxy.heal();
    ids.forEach(id -> awaitStatus(id, "DONE"));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void aShortNotFoundOfTheUpstreamEndsNoTask(int status) {
    sandbox.processTextsIn(5_000);
    String id = running();
    ingressProxy.answerAll(status, "application/json", OWN);
    pass(Duration.ofMillis(400));
    ingressProxy.heal();
    awaitStatus(id, "DONE");
  }

  @Test
  void aTaskUnknownUpstreamForLongEnds() {
    sandbox.processTextsIn(60_000);
    String id = running();
    ingressProxy.answer(POLLS, 410, "application/json", OWN);
    ingressProxy.change(LISTS, page -> "{\"results\": [], \"pagination\": {\"total\": 0}}");
    awaitStatus(id, "FAILED");
    alice().get("/tasks/" + id).then().body("error", containsString("no longer knows"));
  }

  @Test
  void anIntermediaryConfirmsNoCancel() {
    sandbox.processTextsIn(60_000);
    String id = running();
    ingressProxy.answer(TASKS, 404, "text/html", IngressProxy.DEFAULT_BACKEND);
    alice().header("Prefer", "respond-async").delete("/tasks/" + id).then().statusCode(202);
    pass(LONGER_THAN_THE_GRACE);
    assertEquals("cancelling", alice().get("/tasks/" + id).path("phase"));
    ingressProxy.heal();
    awaitStatus(id, "CANCELLED");
  }

  @Test
  void aConfirmedCancelEndsOnceTheUpstreamForgetsTheTask() {
    sandbox.processTextsIn(60_000);
    String id = running();
    ingressProxy.answer(POLLS, 404, "application/json", OWN);
    ingressProxy.change(LISTS, page -> "{\"results\": [], \"pagination\": {\"total\": 0}}");
    alice().delete("/tasks/" + id).then().statusCode(200).body("status", equalTo("CANCELLED"));
  }

  /**
   * A 404 of the upstream itself would say that there is none to remove. All at the same time,
   * since each takes its time.
   */
  @Test
  void anIntermediaryHidesNoDuplicateAsset() {
    Map<Integer, Indexed> made = new HashMap<>();
    for (int status : new int[] {302, 400, 404}) {
      made.put(status, TestCalls.index(TestEnvironment.ALICE, "c", "duplicate"));
    }
    made.forEach(this::removeWhileHidden);
    pass(Duration.ofMillis(200));
    ingressProxy.heal();
    for (Indexed indexed : made.values()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> alice().get("/assets/" + indexed.asset()).statusCode() == 404);
    }
  }

  /** Returns when the upstream's task was asked for, which the intermediary answers. */
  private void removeWhileHidden(int status, Indexed made) {
    String upstreamId = alice().get("/tasks/" + made.task()).path("upstream_task_id");
    Predicate<String> polls = POLLS.and(call -> call.contains(upstreamId));
    ingressProxy.answer(polls, status, "text/html", IngressProxy.DEFAULT_BACKEND);
    long before = ingressProxy.calls(polls);
    duplicateAssets.removeTask(
        accounts.named("default").orElseThrow(), made.task() + ".1", upstreamId);
    Awaitility.await().until(() -> ingressProxy.calls(polls) > before);
  }

  @Test
  void anUnreadableTaskIsPolledLessAndLess() {
    ingressProxy.change(LISTS, page -> "{\"results\": [], \"pagination\": {\"total\": 0}}");
    sandbox.processTextsIn(60_000);
    Map<String, String> words = new HashMap<>();
    words.put("{\"message\": \"hello\"}", null);
    words.put("{\"task_id\": \"u\", \"status\": \"DONE\"}", null);
    words.put("{\"status\": {\"name\": \"DONE\"}}", null);
    words.put("{\"status\": 7}", "7");
    words.put("{\"status\": \"ENRICHING\"}", "ENRICHING");
    words.put("[]", null);
    Map<String, String> ids = new HashMap<>();
    words.keySet().forEach(answer -> ids.put(answer, runningWith(200, answer)));
    String refused = runningWith(451, "{\"message\": \"not now\"}");
    long before = ingressProxy.calls(POLLS);
    pass(ShortGraces.FIRST_BACKOFF.multipliedBy(5).dividedBy(2));
    long polls = ingressProxy.calls(POLLS) - before;
    assertTrue(polls <= 6 * ids.size(), polls + " polls");
    Awaitility.await().until(() -> count("phase = 'running' and upstream_note is not null") == 7);
    ids.forEach(
        (answer, id) ->
            alice()
                .get("/tasks/" + id)
                .then()
                .body("status", in(List.of("INITIALIZING", "PROCESSING"))) // of before
                .body("upstream_note", containsString("a status"))
                .body("upstream_status", equalTo(words.get(answer))));
    alice().get("/tasks/" + refused).then().body("upstream_note", containsString("451"));
    ingressProxy.heal();
    ids.values().forEach(id -> alice().header("Prefer", "respond-async").delete("/tasks/" + id));
    alice().header("Prefer", "respond-async").delete("/tasks/" + refused);
    ids.values().forEach(id -> awaitStatus(id, "CANCELLED"));
    alice().get("/tasks/" + ids.get("[]")).then().body("upstream_note", nullValue());
    awaitStatus(refused, "CANCELLED");
  }

  /** A running task whose polls get this response. */
  private String runningWith(int status, String answer) {
    String id = running();
    String upstreamId = alice().get("/tasks/" + id).path("upstream_task_id");
    ingressProxy.answer(
        POLLS.and(call -> call.contains(upstreamId)), status, "application/json", answer);
    return id;
  }
}
