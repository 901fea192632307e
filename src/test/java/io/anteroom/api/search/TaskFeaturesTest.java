package io.anteroom.api.search;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code include=features} on calls that wait: the result, and not only its id. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class TaskFeaturesTest {

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void heal() {
    sandbox.heal("index.text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/index-and-wait", "/index/text"})
  void aTextComesBackWithItsFeatures(String call) {
    text("chamois of " + call)
        .header("Prefer", "wait=60")
        .post(call + "?include=features")
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"))
        .body("features.results[0].text", equalTo("chamois of " + call))
        .body("features.pagination.page", equalTo(1))
        .body("$", not(hasKey("features_problem")))
        .header("ETag", notNullValue())
        .header("RateLimit", containsString("\"default\";r="))
        .header("RateLimit", containsString("\"index.text\";r="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/index-and-wait", "/index/upload"})
  void soDoesAFile(String call) {
    alice()
        .header("Prefer", "wait=60")
        .multiPart("collection_id", "c")
        .multiPart("file", "ibex.txt", "ibex".getBytes(), "text/plain")
        .post(call + "?include=features")
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"))
        .body("features.results", notNullValue());
  }

  @Test
  void soDoesAUrl() {
    String page =
        ConfigProvider.getConfig().getValue("MIXPEEK_BASE_URL", String.class)
            + "/_sandbox/settings";
    json("{\"url\": \"%s\", \"collection_id\": \"c\"}".formatted(page))
        .header("Prefer", "wait=60")
        .post("/index/url?include=features")
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"))
        .body("features.results", notNullValue());
  }

  @Test
  void soDoesARetry() {
    sandbox.answer("index.text", 422);
    String failed = text("serow").header("Prefer", "wait=60").post("/index/text").path("task_id");
    sandbox.heal("index.text");
    alice()
        .header("Prefer", "wait=60")
        .post("/tasks/" + failed + "/retry?include=features")
        .then()
        .statusCode(200)
        .body("retry_of", equalTo(failed))
        .body("features.results[0].text", equalTo("serow"));
  }

  /** What was sent is raw JSON. */
  @Test
  void aTaskHasBothThatAreAskedFor() {
    String task = TestCalls.endedTextTask("goral");
    alice()
        .get("/tasks/" + task + "?include=features,request")
        .then()
        .statusCode(200)
        .body("features.results[0].text", equalTo("goral"))
        .body("request.text", equalTo("goral"));
  }

  @Test
  void anAcceptThatDoesNotWaitHasNone() {
    int before = sandbox.calls("assets.features");
    text("tahr")
        .header("Prefer", "respond-async")
        .post("/index-and-wait?include=features")
        .then()
        .statusCode(202)
        .body("$", not(hasKey("features")))
        .body("$", not(hasKey("features_problem")));
    assertEquals(before, sandbox.calls("assets.features"));
  }

  /** Who repeats an accept gets the result of the first. */
  @Test
  void aRepeatedAcceptHasThemToo() {
    String key = TestCalls.newWord();
    for (int i = 0; i < 2; i++) {
      text("takin " + key)
          .header("Idempotency-Key", key)
          .post("/index-and-wait?include=features")
          .then()
          .statusCode(200)
          .body("features.results[0].text", equalTo("takin " + key));
    }
  }

  /** Nothing is accepted then. */
  @ParameterizedTest
  @ValueSource(strings = {"request", "features,request", "features,", "all"})
  void anotherWordIsRefused(String words) {
    String text = "refused " + TestCalls.newWord();
    text(text)
        .header("Idempotency-Key", text)
        .post("/index-and-wait?include=" + words)
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo("include"))
        .body("detail", equalTo("The parameter include takes this word: features."));
    assertNotEquals(
        text,
        alice().get("/tasks/" + TestCalls.newestTask() + "?include=request").path("request.text"));
  }

  @Test
  void anOperatorCannotAskForThem() {
    sandbox.answer("index.text", 422);
    String failed = text("argali").header("Prefer", "wait=60").post("/index/text").path("task_id");
    String newest = TestCalls.newestTask();
    TestCalls.of(TestEnvironment.OPERATOR)
        .post("/tasks/" + failed + "/retry?include=features")
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/clients-only"));
    assertEquals(newest, TestCalls.newestTask());
  }

  private static RequestSpecification text(String text) {
    return json("{\"text\": \"%s\", \"collection_id\": \"c\"}".formatted(text));
  }
}
