package io.anteroom.api.index;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.waiting.WaitRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class IndexAndWaitTest {

  @Inject WaitRegistry room;

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void fast() {
    sandbox.processTextsIn(0);
    sandbox.set("{\"latency\": {\"index.text\": null}}");
  }

  @Test
  void indexesATextAndWaits() {
    json("{\"text\": \"Heidelberg lies on the Neckar\", \"collection_id\": \"rivers\"}")
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"))
        .body("phase", equalTo("ended"))
        .body("asset_id", notNullValue())
        .body("collection_id", equalTo("rivers"))
        .header("ETag", matchesPattern("W/\"\\d+\""));
    json("{\"query\": \"Neckar\"}")
        .post("/search/text")
        .then()
        .statusCode(200)
        .body("results.collection_id", contains("rivers"));
  }

  @Test
  void indexesAUrlAndWaits() {
    String page = ConfigProvider.getConfig().getValue("MIXPEEK_BASE_URL", String.class);
    json("{\"url\": \"%s/_sandbox/settings\", \"collection_id\": \"urls\"}".formatted(page))
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"))
        .body("kind", equalTo("url"));
  }

  @Test
  void aUrlThatCannotBeFetchedEndsAsFailedWithTheReason() {
    json("{\"url\": \"http://127.0.0.1:1/nothing\", \"collection_id\": \"urls\"}")
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .body("status", equalTo("FAILED"))
        .body("error", notNullValue());
  }

  @Test
  void indexesAFileAndWaits() {
    alice()
        .multiPart("file", "minutes.txt", "the ferry leaves at noon".getBytes(), "text/plain")
        .multiPart("collection_id", "files")
        .multiPart("metadata", "{\"author\": \"nobody\"}")
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"))
        .body("file.name", equalTo("minutes.txt"))
        .body("file.size", equalTo(24))
        .body(
            "file.sha256",
            equalTo("0fd7195476800ef6ed89815d0e5b211909597f41522a750485367b9be02bdaeb"));
    json("{\"query\": \"ferry\"}")
        .post("/search/text")
        .then()
        .body("results[0].metadata.author", equalTo("nobody"));
  }

  @Test
  void answers202WhenTheWaitRunsOutFirst() {
    sandbox.processTextsIn(60_000);
    String location =
        json("{\"text\": \"slow\", \"collection_id\": \"c\"}")
            .header("Prefer", "wait=1")
            .post("/index-and-wait")
            .then()
            .statusCode(202)
            .header("Preference-Applied", "wait=1")
            .header("Retry-After", matchesPattern("[1-9]\\d*"))
            .header("Location", containsString("/tasks/"))
            .extract()
            .header("Location");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> alice().get(location).path("phase").equals("running"));
  }

  /** No change follows an end, so that a long poll is answered at once. */
  @Test
  void aLongPollOnATaskThatHasEndedIsAnsweredAtOnce() {
    Response ended = json("{\"text\": \"over\", \"collection_id\": \"c\"}").post("/index-and-wait");
    String id = ended.path("task_id");
    String tag = ended.header("ETag");
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          poll(id, tag, 600).then().statusCode(304);
          poll(id, "*", 600).then().statusCode(304);
          poll(id, "W/\"1\", " + tag, 600).then().statusCode(304);
          poll(id, "W/\"1\"", 600).then().statusCode(200).body("status", equalTo("DONE"));
          poll(id, "\"no-tag-of-ours\"", 600).then().statusCode(200);
        });
  }

  @Test
  void respondAsyncDoesNotWait() {
    json("{\"text\": \"later\", \"collection_id\": \"c\"}")
        .header("Prefer", "respond-async")
        .post("/index-and-wait")
        .then()
        .statusCode(202)
        .header("Preference-Applied", "respond-async")
        .body("status", equalTo("INITIALIZING"));
  }

  @Test
  void aPreferThatDoesNotParseIsIgnored() {
    json("{\"text\": \"odd\", \"collection_id\": \"c\"}")
        .header("Prefer", "wait=soon; ;;=,")
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .header("Preference-Applied", nullValue());
  }

  @Test
  void callsOfTheUpstreamAnswerInItsShape() {
    String id =
        json("{\"text\": \"own shape\", \"collection_id\": \"c\", \"metadata\": null}")
            .post("/index/text")
            .then()
            .statusCode(200)
            .body("message", equalTo("Task accepted"))
            .body("task_id", notNullValue())
            .extract()
            .path("task_id");
    alice()
        .header("Prefer", "wait=20")
        .get("/tasks/" + id)
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"));
    alice()
        .multiPart("file", "a.txt", "upload in its own shape".getBytes(), "text/plain")
        .multiPart("collection_id", "c")
        .header("Prefer", "wait=20")
        .post("/index/upload")
        .then()
        .statusCode(200)
        .body("message", equalTo("Task ended: DONE"));
  }

  @Test
  void aKnownTagWaitsForAChange() {
    String id = TestCalls.endedTextTask("tagged");
    String tag = alice().get("/tasks/" + id).header("ETag");
    alice().header("If-None-Match", tag).get("/tasks/" + id).then().statusCode(304);
    alice()
        .header("If-None-Match", "W/\"1\"")
        .header("Prefer", "wait=20")
        .get("/tasks/" + id)
        .then()
        .statusCode(200)
        .header("ETag", equalTo(tag));
  }

  @Test
  void anyOfSeveralTagsMatches() {
    String id = TestCalls.endedTextTask("known");
    String tag = alice().get("/tasks/" + id).header("ETag");
    for (String known : new String[] {"\"x\", " + tag, tag + ", W/\"1\"", tag.substring(2), "*"}) {
      alice().header("If-None-Match", known).get("/tasks/" + id).then().statusCode(304);
    }
    for (String known : new String[] {"\"x\"", "W/\"1\", W/\"99\"", "3"}) {
      poll(id, known, 20).then().statusCode(200).header("ETag", equalTo(tag));
    }
    TestCalls.bob().header("If-None-Match", "*").get("/tasks/" + id).then().statusCode(404);
  }

  /** The change is the answer to the submit, long before the end. */
  @ParameterizedTest
  @ValueSource(strings = {"W/\"1\"", "*"})
  void aLongPollEndsWithTheFirstChangeAndNotBefore(String known) {
    sandbox.processTextsIn(60_000);
    sandbox.set(
        "{\"latency\": {\"index.text\": {\"jitter_min_ms\": 2500, \"jitter_max_ms\": 2500}}}");
    String id =
        json("{\"text\": \"slow\", \"collection_id\": \"c\"}").post("/index/text").path("task_id");
    poll(id, known, 1).then().statusCode(304).header("Preference-Applied", "wait=1");
    assertTimeout(
        Duration.ofSeconds(30),
        () ->
            poll(id, known, 60)
                .then()
                .statusCode(200)
                .header("ETag", equalTo("W/\"2\""))
                .body("phase", equalTo("running")));
    assertTrue(room.isEmpty());
  }

  @Test
  void theSameIdempotencyKeyIsTheSameTask() {
    String key = UUID.randomUUID().toString();
    String body = "{\"text\": \"once\", \"collection_id\": \"c\"}";
    String first = withKey(key, body).then().statusCode(200).extract().path("task_id");
    String reordered = "{\"collection_id\": \"c\", \"text\": \"once\"}";
    withKey(key, reordered).then().statusCode(200).body("task_id", equalTo(first));
    withKey(key, "{\"text\": \"twice\", \"collection_id\": \"c\"}")
        .then()
        .statusCode(422)
        .body("type", equalTo("/problems/idempotency-key-reused"));
  }

  private static Response poll(String id, String known, int seconds) {
    return alice()
        .header("If-None-Match", known)
        .header("Prefer", "wait=" + seconds)
        .get("/tasks/" + id);
  }

  private static Response withKey(String key, String body) {
    return json(body).header("Idempotency-Key", key).post("/index-and-wait");
  }
}
