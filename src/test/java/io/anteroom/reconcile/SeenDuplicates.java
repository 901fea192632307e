package io.anteroom.reconcile;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.of;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.anteroom.TestEnvironment;
import org.awaitility.Awaitility;

/** What is seen of a task of which a duplicate asset was deleted. */
final class SeenDuplicates {

  private SeenDuplicates() {}

  /** An operator finds the task of alice, and which asset was deleted; others do not. */
  static void assertSeen(String task, String kept) {
    of(TestEnvironment.READER)
        .get("/tasks?doubled=true")
        .then()
        .statusCode(200)
        .body("results.task_id", hasItem(task));
    Awaitility.await()
        .untilAsserted(
            () ->
                of(TestEnvironment.READER)
                    .get("/tasks/" + task)
                    .then()
                    .body("duplicate_assets", hasSize(1))
                    .body("duplicate_assets[0].asset_id", not(kept))
                    .body("duplicate_assets[0].removed_at", notNullValue()));
    alice().get("/tasks/" + task).then().body("$", not(hasKey("duplicate_assets")));
    alice().get("/tasks?doubled=true").then().body("results.task_id", hasItem(task));
    of(TestEnvironment.BOB).get("/tasks?doubled=true").then().body("results", hasSize(0));
  }
}
