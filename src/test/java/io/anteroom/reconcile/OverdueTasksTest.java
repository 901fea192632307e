package io.anteroom.reconcile;

import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.anteroom.SandboxControl;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A deadline ends a task and cancels it upstream. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class OverdueTasksTest {

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void fast() {
    sandbox.processTextsIn(0);
  }

  @Test
  void aTaskThatRunsPastItsDeadlineFailsAndIsStoppedUpstream() {
    sandbox.processTextsIn(60_000);
    int cancels = sandbox.calls("tasks.delete");
    json("{\"text\": \"soon\", \"collection_id\": \"c\", \"deadline_seconds\": 1}")
        .header("Prefer", "wait=20")
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .body("status", equalTo("FAILED"))
        .body("deadline_at", notNullValue())
        .body("error", containsString("deadline passed while it ran upstream"));
    Awaitility.await().until(() -> sandbox.calls("tasks.delete") == cancels + 1);
  }

  @Test
  void aTaskBeforeItsDeadlineIsDone() {
    json("{\"text\": \"in time\", \"collection_id\": \"c\", \"deadline_seconds\": 60}")
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"));
  }
}
