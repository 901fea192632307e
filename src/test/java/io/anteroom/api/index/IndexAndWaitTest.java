package io.anteroom.api.index;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.anteroom.SandboxControl;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class IndexAndWaitTest {

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void fast() {
    sandbox.processTextsIn(0);
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

  private static Response withKey(String key, String body) {
    return json(body).header("Idempotency-Key", key).post("/index-and-wait");
  }
}
