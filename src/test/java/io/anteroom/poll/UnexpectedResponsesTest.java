package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IngressProxy;
import io.anteroom.SandboxControl;
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
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Responses of an intermediary, and unreadable ones of the upstream. None of them ends a task or
 * confirms a cancel, and none leads to constant polls.
 */
@QuarkusTest
@TestProfile(ShortGraces.class)
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class UnexpectedResponsesTest {

  private static final Duration LONGER_THAN_THE_GRACE = Duration.ofMillis(1_500);

  private record Foreign(int status, String type, String body) {}

  private static final String OWN = "{\"detail\": \"Not Found\"}";
  private static final Predicate<String> POLLS = call -> call.startsWith("GET /tasks/");
  private static final Predicate<String> LISTS = call -> call.startsWith("POST /assets");
  private static final Predicate<String> TASKS =
      call -> call.contains(" /tasks/") || call.startsWith("POST /assets");
  private static final Predicate<String> SUBMITS = call -> call.startsWith("POST /index/");

  private static final Pattern METADATA = Pattern.compile("\"metadata\"\\s*:\\s*\\{");

  @Inject Pool pool;
  @Inject DuplicateAssets duplicateAssets;
  @Inject AccountDirectory accounts;

  private final IngressProxy ingressProxy = UpstreamBehindIngress.ingress();
  private final SandboxControl sandbox = SandboxControl.ofTest();

  /** Tasks of other test classes would take the long stage times of this one. */
  @BeforeEach
  void awaitTasksOfOtherTests() {
    awaitAllEnded();
  }

  @AfterEach
  void heal() {
    ingressProxy.heal();
    sandbox.processTextsIn(0);
    awaitAllEnded();
  }

  private void awaitAllEnded() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count("phase <> 'ended'") == 0);
  }

  @Test
  void aResponseOfAnIntermediaryEndsNoTask() {
    sandbox.processTextsIn(2_000);
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
    assertEquals(0, count("poll_one_by_one"));
    ingressProxy.heal();
    ids.forEach(id -> awaitStatus(id, "DONE"));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void aShortNotFoundOfTheUpstreamEndsNoTask(int status) {
    sandbox.processTextsIn(500);
    String id = running();
    ingressProxy.answerAll(status, "application/json", OWN);
    pass(Duration.ofMillis(400));
    ingressProxy.heal();
    awaitStatus(id, "DONE");
  }

  @Test
  void aListThatOnceAnsweredIsAnOutage() {
    listed();
    assertEquals(1, number("select count(*)::int from asset_list where seen_at is not null"));
    String id = running();
    ingressProxy.answerAll(404, "application/json", OWN);
    pass(LONGER_THAN_THE_GRACE);
    assertEquals("running", alice().get("/tasks/" + id).path("phase"));
    ingressProxy.heal();
    awaitStatus(id, "DONE");
    assertEquals(0, count("poll_one_by_one"));
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "302 | text/html | <html>moved</html>",
        "307 | text/plain | moved",
        "308 | application/json | {\"code\": 308}",
        "404 | text/html | <html>default backend - 404</html>",
        "400 | text/plain | bad request",
        "401 | text/html | <html>log in</html>",
        "403 | text/plain | blocked by policy",
        "413 | text/html | <html>too large</html>",
        "421 | text/plain | misdirected",
        "451 | application/json | {\"code\": 451}",
      })
  void aSubmitRefusedByAnIntermediaryIsSentAgain(int status, String type, String body) {
    ingressProxy.answer(SUBMITS.or(POLLS), status, type, body);
    String id = accept();
    Awaitility.await().until(() -> ingressProxy.calls(SUBMITS) > 0);
    pass(Duration.ofMillis(500));
    assertEquals("INITIALIZING", alice().get("/tasks/" + id).path("status"));
    ingressProxy.heal();
    awaitStatus(id, "DONE");
  }

  @Test
  void aSubmitThatIsAlwaysRefusedEndsAfterTheGraceWithFewCalls() {
    ingressProxy.answer(SUBMITS, 404, "text/html", IngressProxy.DEFAULT_BACKEND);
    long before = ingressProxy.calls(SUBMITS);
    String id = accept();
    awaitStatus(id, "FAILED");
    assertTrue(ingressProxy.calls(SUBMITS) - before < 40, "calls " + ingressProxy.calls(SUBMITS));
    alice()
        .get("/tasks/" + id)
        .then()
        .body("error", containsString("intermediary"))
        .body("error", containsString("default backend - 404"));
  }

  /** A 404 of the upstream itself would say that there is none to remove. */
  @ParameterizedTest
  @ValueSource(ints = {302, 400, 404})
  void anIntermediaryHidesNoDuplicateAsset(int status) {
    Indexed made = TestCalls.index(TestEnvironment.ALICE, "c", "duplicate");
    String upstreamId = alice().get("/tasks/" + made.task()).path("upstream_task_id");
    ingressProxy.answer(POLLS, status, "text/html", IngressProxy.DEFAULT_BACKEND);
    long before = ingressProxy.calls(POLLS);
    duplicateAssets.removeTask(
        accounts.named("default").orElseThrow(), made.task() + ".1", upstreamId);
    Awaitility.await().until(() -> ingressProxy.calls(POLLS) > before);
    pass(Duration.ofMillis(200));
    ingressProxy.heal();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> alice().get("/assets/" + made.asset()).statusCode() == 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "undefined", "DEEP"})
  void anUnreadableAssetDoesNotHideOthersOfTheList(String value) {
    listed();
    List<String> ids = IntStream.range(0, 5).mapToObj(i -> accept()).toList();
    String strange = value.equals("DEEP") ? "[".repeat(1_001) + "]".repeat(1_001) : value;
    AtomicInteger changed = new AtomicInteger();
    ingressProxy.change(
        LISTS,
        page -> {
          Matcher metadata = METADATA.matcher(page);
          changed.addAndGet(metadata.find() ? 1 : 0);
          return metadata.replaceFirst("\"metadata\":{\"x\":" + strange + ",");
        });
    ids.forEach(id -> awaitStatus(id, "DONE"));
    assertEquals(0, count("poll_one_by_one"));
    assertTrue(changed.get() > 0, "a page was changed");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"results\": [], \"pagination\": {\"total\": 0}}",
        "{\"results\": [{\"metadata\": {}}], \"pagination\": {\"total\": 1}}",
        "{\"results\": {}}",
        "<html>we will be back soon</html>",
        "{\"results\": [NaN, {\"a\": ",
      })
  void anEmptyPageKeepsTasksPolledByList(String body) {
    listed();
    sandbox.processTextsIn(800);
    List<String> ids = IntStream.range(0, 4).mapToObj(i -> accept()).toList();
    ingressProxy.change(LISTS, page -> body);
    long before = ingressProxy.calls(LISTS);
    Awaitility.await().until(() -> ingressProxy.calls(LISTS) > before);
    ingressProxy.heal();
    ids.forEach(id -> awaitStatus(id, "DONE"));
    assertEquals(0, count("poll_one_by_one"));
  }

  /** Waits until tasks are polled by list, which an earlier test may have stopped. */
  private void listed() {
    sandbox.processTextsIn(500);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              long before = ingressProxy.calls(LISTS);
              List<String> listed = IntStream.range(0, 3).mapToObj(i -> accept()).toList();
              listed.forEach(task -> awaitStatus(task, "DONE"));
              return ingressProxy.calls(LISTS) > before;
            });
  }

  private static String accept() {
    return json("{\"text\": \"strange\", \"collection_id\": \"c\"}")
        .post("/index/text")
        .then()
        .statusCode(200)
        .extract()
        .path("task_id");
  }

  private static String running() {
    String id = accept();
    Awaitility.await().until(() -> alice().get("/tasks/" + id).path("phase").equals("running"));
    return id;
  }

  private static void awaitStatus(String id, String status) {
    alice()
        .header("Prefer", "wait=30")
        .get("/tasks/" + id)
        .then()
        .statusCode(200)
        .body("status", equalTo(status));
  }

  private int count(String where) {
    return number("select count(*)::int from task where " + where);
  }

  private int number(String query) {
    return await(pool.query(query).execute()).iterator().next().getInteger(0);
  }

  private static void pass(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    Awaitility.await().atMost(time.plusSeconds(10)).until(() -> System.nanoTime() > until);
  }
}
