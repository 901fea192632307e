package io.anteroom.pending;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestCalls.of;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.quota.PauseNote;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What a task waits for shows with the task and in lists, and nowhere else. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class PendingTasksTest {

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String TEXT = "{\"text\": \"x\", \"collection_id\": \"%s\"}";
  private static final String URL =
      "{\"url\": \"http://127.0.0.1:1/a\", \"collection_id\": \"%s\"}";

  private final SandboxControl upstream = SandboxControl.ofTest();

  @Inject OperatorPauses pauses;

  @Test
  void aTaskThatRunsWaitsForItsNextPollAndAnEndedOneForNothing() {
    String collection = TestCalls.newCollection();
    upstream.processTextsIn(60_000);
    String id;
    try {
      id = accept(TEXT, collection);
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  alice()
                      .get("/tasks/" + id)
                      .then()
                      .body("phase", equalTo("running"))
                      .body("waits.reason", equalTo("next-poll"))
                      .body("waits.class", equalTo("default"))
                      .body("waits.until", notNullValue())
                      .body("waits.estimate_seconds", greaterThanOrEqualTo(0f))
                      .body("waits", not(hasKey("position"))));
      alice()
          .get("/tasks?collection_id=" + collection)
          .then()
          .body("results.waits.reason", everyItem(equalTo("next-poll")));
      of(TestEnvironment.READER)
          .get("/tasks/" + id)
          .then()
          .body("client", equalTo("alice"))
          .body("waits.reason", equalTo("next-poll"));
    } finally {
      upstream.processTextsIn(0);
    }
    alice().delete("/tasks/" + id);
    alice().header("Prefer", "wait=20").get("/tasks/" + id).then().body("waits", nullValue());
  }

  @Test
  void anAcceptDoesNotSayIt() {
    json(TEXT.formatted(TestCalls.newCollection()))
        .header("Prefer", "respond-async")
        .post("/index-and-wait")
        .then()
        .statusCode(202)
        .body("$", not(hasKey("waits")));
  }

  @Test
  void aPauseAfterA429HasItsEndAndAPlaceInTheQueue() {
    upstream.set("{\"limits\": {\"refusal\": \"BARE\"}}");
    upstream.answer("index.url", 429);
    String collection = TestCalls.newCollection();
    String first = accept(URL, collection);
    String second = accept(URL, collection);
    try {
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  alice()
                      .get("/tasks/" + second)
                      .then()
                      .body("waits.reason", equalTo("paused-by-429"))
                      .body("waits.class", equalTo("index.url"))
                      .body("waits.until", notNullValue())
                      .body("waits.position", equalTo(2))
                      .body("waits.estimate_seconds", greaterThanOrEqualTo(0f)));
      alice().get("/tasks/" + first).then().body("waits.position", equalTo(1));
    } finally {
      upstream.heal("index.url");
      upstream.set("{\"limits\": {\"refusal\": \"RETRY_AFTER_SECONDS\"}}");
    }
    for (String id : new String[] {first, second}) {
      alice()
          .header("Prefer", "wait=20")
          .get("/tasks/" + id)
          .then()
          .body("phase", equalTo("ended"));
    }
  }

  @Test
  void anOperatorsPauseIsSaidBeforeAnythingElse() {
    pauses
        .pause("small", new PauseNote("ann", null), Duration.ZERO, ChangeScope.ALONE)
        .subscribe()
        .with(done -> {});
    try {
      Awaitility.await().atMost(SOON).until(() -> pauses.wasPaused("small"));
      String id =
          jsonOf(TestEnvironment.DAVE, TEXT.formatted("c"))
              .post("/index/text")
              .then()
              .statusCode(200)
              .extract()
              .path("task_id");
      of(TestEnvironment.DAVE)
          .get("/tasks/" + id)
          .then()
          .body("phase", equalTo("queued"))
          .body("waits.reason", equalTo("paused-by-operator"))
          .body("waits.class", equalTo("index.text"))
          .body("waits.position", greaterThanOrEqualTo(1))
          .body("waits", not(hasKey("until")))
          .body("waits", not(hasKey("estimate_seconds")));
    } finally {
      pauses.resume("small", ChangeScope.ALONE).await().atMost(SOON);
    }
  }

  private static String accept(String body, String collection) {
    String call = body.equals(TEXT) ? "/index/text" : "/index/url";
    return json(body.formatted(collection))
        .post(call)
        .then()
        .statusCode(200)
        .extract()
        .path("task_id");
  }
}
