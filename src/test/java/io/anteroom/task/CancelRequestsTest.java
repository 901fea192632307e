package io.anteroom.task;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.reconcile.InDoubtSubmitTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cancel in each phase has a defined end; in doubt: see {@link InDoubtSubmitTest}. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class CancelRequestsTest {

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void heal() {
    sandbox.heal("index.text");
    sandbox.set(
        """
        {"limits": {"window_ms": 60000}, "latency": {"index.text": null},
         "stages": {"text": {"processing": {"min_ms": 0, "max_ms": 0}}}}
        """);
  }

  @Test
  void aQueuedTaskEndsAtOnceAndIsNeverSubmitted() {
    sandbox.set("{\"limits\": {\"window_ms\": 1000}}");
    sandbox.answer("index.text", 429);
    String id = accept();
    int before = sandbox.counters().path("tasks_created").asInt();
    awaitPhase(id, "queued");
    Awaitility.await().until(() -> cancel(id).equals("CANCELLED"));
    assertEquals(before, sandbox.counters().path("tasks_created").asInt());
  }

  @Test
  void aTaskThatIsBeingSubmittedIsCancelledOnceTheUpstreamHasIt() {
    sandbox.set(
        """
        {"latency": {"index.text": {"jitter_min_ms": 1500, "jitter_max_ms": 1500}},
         "stages": {"text": {"processing": {"min_ms": 60000, "max_ms": 60000}}}}
        """);
    String id = accept();
    awaitPhase(id, "submitting");
    alice()
        .header("Prefer", "respond-async")
        .delete("/tasks/" + id)
        .then()
        .statusCode(202)
        .header("Preference-Applied", "respond-async")
        .body("phase", equalTo("cancelling"));
    alice()
        .header("Prefer", "wait=20")
        .get("/tasks/" + id)
        .then()
        .body("status", equalTo("CANCELLED"));
  }

  @Test
  void aRunningTaskIsCancelledUpstream() {
    sandbox.set(
        """
        {"stages": {"text": {"processing": {"min_ms": 60000, "max_ms": 60000}}}}
        """);
    String id = accept();
    awaitPhase(id, "running");
    assertEquals("CANCELLED", cancel(id));
  }

  @Test
  void aTaskThatHasEndedIsNotChanged() {
    String id = TestCalls.endedTextTask("ended");
    assertEquals("DONE", cancel(id));
  }

  private static String cancel(String id) {
    return alice().delete("/tasks/" + id).then().extract().path("status");
  }

  private static String accept() {
    return json("{\"text\": \"cancel\", \"collection_id\": \"c\"}")
        .post("/index/text")
        .path("task_id");
  }

  private static void awaitPhase(String id, String phase) {
    Awaitility.await().until(() -> alice().get("/tasks/" + id).path("phase").equals(phase));
  }
}
