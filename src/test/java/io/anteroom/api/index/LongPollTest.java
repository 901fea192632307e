package io.anteroom.api.index;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long polls: a task is read with the tag of the state that is known. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class LongPollTest {

  @Inject WaitRegistry registry;

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void fast() {
    sandbox.processTextsIn(0);
    sandbox.set("{\"latency\": {\"index.text\": null}}");
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
  void aTaskThatHasNotEndedSaysWhenToReadItAgain() {
    sandbox.processTextsIn(60_000);
    String id =
        json("{\"text\": \"open\", \"collection_id\": \"c\"}")
            .header("Prefer", "respond-async")
            .post("/index-and-wait")
            .path("task_id");
    String seconds =
        alice().get("/tasks/" + id).then().statusCode(200).extract().header("Retry-After");
    assertTrue(Integer.parseInt(seconds) >= 1, seconds);
    alice().delete("/tasks/" + id);
    sandbox.processTextsIn(0);
    String ended = TestCalls.endedTextTask("ended");
    assertNull(alice().get("/tasks/" + ended).header("Retry-After"));
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
    assertTrue(registry.isEmpty());
  }

  private static Response poll(String id, String known, int seconds) {
    return alice()
        .header("If-None-Match", known)
        .header("Prefer", "wait=" + seconds)
        .get("/tasks/" + id);
  }
}
