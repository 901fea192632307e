package io.anteroom.api.index;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Retries of failed and cancelled tasks. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class RetryServiceTest {

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void heal() {
    sandbox.heal("index.text");
    sandbox.heal("index.upload");
  }

  @Test
  void aRetryIsANewTaskThatNamesTheFailedOne() {
    String failed = failedText();
    sandbox.heal("index.text");
    String again =
        retry(failed, "wait=20")
            .statusCode(200)
            .body("status", equalTo("DONE"))
            .body("retry_of", equalTo(failed))
            .body("task_id", not(equalTo(failed)))
            .body("reference", equalTo("r-1"))
            .extract()
            .path("task_id");
    alice().get("/tasks/" + failed).then().body("status", equalTo("FAILED"));
    alice().get("/tasks/" + again).then().body("retry_of", equalTo(failed));
  }

  @Test
  void withoutPreferARetryIsAnsweredAtOnce() {
    String failed = failedText();
    retry(failed, "respond-async").statusCode(202).header("Location", containsString("/tasks/"));
  }

  @Test
  void aRepeatedRetryWithOneKeyIsTheSameTask() {
    String failed = failedText();
    String key = "retry-" + failed;
    String one = alice().header("Idempotency-Key", key).post(path(failed)).path("task_id");
    String two = alice().header("Idempotency-Key", key).post(path(failed)).path("task_id");
    assertEquals(one, two);
  }

  @Test
  void onlyAFailedTaskOfTheClientIsRetried() {
    String done = TestCalls.endedTextTask("done");
    retry(done, "wait=1").statusCode(409).body("type", equalTo("/problems/not-retryable"));
    bob().post(path(done)).then().statusCode(404);
    alice().post("/tasks/nonsense/retry").then().statusCode(400);
  }

  @Test
  void onlyAFailedUploadKeepsItsFile() {
    sandbox.answer("index.upload", 422);
    String failed =
        alice()
            .multiPart("file", "again.txt", "once more".getBytes(), "text/plain")
            .multiPart("collection_id", "c")
            .header("Prefer", "wait=20")
            .post("/index-and-wait")
            .then()
            .statusCode(422)
            .extract()
            .path("task_id");
    assertTrue(Files.exists(spooled(failed)));
    sandbox.heal("index.upload");
    String again =
        retry(failed, "wait=20")
            .statusCode(200)
            .body("status", equalTo("DONE"))
            .body("file.name", equalTo("again.txt"))
            .extract()
            .path("task_id");
    Awaitility.await().until(() -> !Files.exists(spooled(again)));
    assertTrue(Files.exists(spooled(failed)), "it may be retried again");
  }

  private String failedText() {
    sandbox.answer("index.text", 422);
    return json("{\"text\": \"again\", \"collection_id\": \"c\", \"reference\": \"r-1\"}")
        .header("Prefer", "wait=20")
        .post("/index-and-wait")
        .then()
        .statusCode(422)
        .extract()
        .path("task_id");
  }

  private static ValidatableResponse retry(String id, String prefer) {
    return alice().header("Prefer", prefer).post(path(id)).then();
  }

  private static String path(String id) {
    return "/tasks/" + id + "/retry";
  }

  private static Path spooled(String id) {
    return Path.of(ConfigProvider.getConfig().getValue("anteroom.spool.directory", String.class))
        .resolve(id);
  }
}
