package io.anteroom.api.bulk;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestCalls.of;
import static io.anteroom.api.bulk.BulkRequests.body;
import static io.anteroom.api.bulk.BulkRequests.collection;
import static io.anteroom.api.bulk.BulkRequests.get;
import static io.anteroom.api.bulk.BulkRequests.post;
import static io.anteroom.api.bulk.BulkRequests.run;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a bulk action does to the tasks that its filter finds. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BulkActionResourceTest {

  private final String collection = TestCalls.newCollection();
  @AutoClose private final PostgresFixture postgres = PostgresFixture.ofService();

  @Test
  void everyFailedTaskIsRetriedOnceByWhoeverAsks() {
    List<String> failed = List.of(failed(TestEnvironment.ALICE), failed(TestEnvironment.BOB));
    TestCalls.index(TestEnvironment.ALICE, collection, "done");
    run("retry", collection(collection))
        .body("state", equalTo("finished"))
        .body("action", equalTo("retry"))
        .body("filter.collection_id", equalTo(collection))
        .body("operator", equalTo("operator"))
        .body("reason", equalTo("a test"))
        .body("matched", equalTo(2))
        .body("in_hand", equalTo(0))
        .body("done", equalTo(2))
        .body("skipped", equalTo(0))
        .body("reasons", empty())
        .body("$", not(hasKey("stopped_by")));
    for (String task : failed) {
      assertEquals(1, postgres.count("task where retry_of = '%s'".formatted(task)));
    }
    awaitEnded();
    run("retry", collection(collection))
        .body("matched", equalTo(4))
        .body("done", equalTo(2))
        .body("skipped", equalTo(2))
        .body("reasons.reason", contains("retried-before"))
        .body("reasons.outcome", contains("skipped"))
        .body("reasons.tasks", contains(2))
        .body("reasons[0].task_id", notNullValue());
  }

  @Test
  void aDryRunCountsAndChangesNothing() {
    String task = failed(TestEnvironment.ALICE);
    String filter = "{\"client\": [\"alice\"], \"collection_id\": \"%s\"}".formatted(collection);
    post("{\"action\": \"retry\", \"filter\": %s, \"dry_run\": true}".formatted(filter))
        .statusCode(200)
        .body("action", equalTo("retry"))
        .body("matched", equalTo(1))
        .body("too_many", equalTo(false));
    post("{\"action\": \"cancel\", \"filter\": %s, \"dry_run\": true}".formatted(filter))
        .statusCode(200)
        .body("matched", equalTo(0));
    assertEquals(0, postgres.count("task where retry_of = '%s'".formatted(task)));
    assertEquals(0, postgres.count("bulk_action where filter::text like '%" + collection + "%'"));
  }

  @Test
  void tasksThatHaveNotEndedAreCancelled() {
    for (int i = 0; i < 150; i++) {
      insertQueued();
    }
    String done = TestCalls.index(TestEnvironment.ALICE, collection, "done").task();
    run("cancel", collection(collection))
        .body("matched", equalTo(150))
        .body("done", equalTo(150))
        .body("skipped", equalTo(0));
    assertEquals(150, inCollection("status = 'CANCELLED' and failure_reason = 'cancelled'"));
    alice().get("/tasks/" + done).then().body("status", equalTo("DONE"));
  }

  @Test
  void callbacksOfEndedTasksAreRedelivered() {
    String told = TestCalls.index(TestEnvironment.ALICE, collection, "told").task();
    String untold = TestCalls.index(TestEnvironment.ALICE, collection, "untold").task();
    postgres.sql(
        """
        insert into callback (id, client, type, url, endpoint, state, delivery_started_at, settled_at)
        values ('%s', 'alice', 'task.done', 'https://example.invalid/', 'https://example.invalid',
                'exhausted', now() - interval '1 day', now() - interval '1 hour')
        """
            .formatted(told));
    run("redeliver", collection(collection))
        .body("matched", equalTo(2))
        .body("done", equalTo(1))
        .body("reasons.reason", contains("no-callback"))
        .body("reasons[0].task_id", equalTo(untold));
    String again = "callback where id = '%s' and delivery_started_at > now() - interval '1 hour'";
    assertEquals(1, postgres.count(again.formatted(told)));
  }

  @Test
  void theHandleIsAtItsLocationAndInTheList() {
    failed(TestEnvironment.ALICE);
    var started = post(body("retry", collection(collection), "why not")).statusCode(202);
    String id = started.extract().path("bulk_action_id");
    started.header("Location", endsWith("/bulk-actions/" + id)).body("matched", equalTo(1));
    var list = of(TestEnvironment.READER).get("/bulk-actions?page_size=1").then().statusCode(200);
    list.body("results.bulk_action_id", contains(id));
    String next = list.extract().path("next_cursor");
    if (next != null) {
      of(TestEnvironment.READER)
          .get("/bulk-actions?after=" + next)
          .then()
          .statusCode(200)
          .body("results.bulk_action_id", everyItem(not(equalTo(id))));
    }
    Awaitility.await().until(() -> get(id).extract().path("state").equals("finished"));
    of(TestEnvironment.OPERATOR)
        .delete("/bulk-actions/" + id)
        .then()
        .statusCode(200)
        .body("state", equalTo("finished"));
  }

  @Test
  void onlyAdminsStartAndStop() {
    String body = body("cancel", collection(collection), "no");
    String id = "/bulk-actions/" + UUID.randomUUID();
    var reader = jsonOf(TestEnvironment.READER, body).post("/bulk-actions").then().statusCode(403);
    reader.body("type", equalTo("/problems/admins-only"));
    of(TestEnvironment.READER).delete(id).then().statusCode(403);
    for (String call : List.of("/bulk-actions", id, "/audit")) {
      alice().get(call).then().statusCode(403).body("type", equalTo("/problems/operators-only"));
    }
    jsonOf(TestEnvironment.ALICE, body)
        .post("/bulk-actions")
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/operators-only"));
  }

  private String failed(String key) {
    return jsonOf(
            key,
            "{\"url\": \"http://127.0.0.1:1/nothing\", \"collection_id\": \"%s\"}"
                .formatted(collection))
        .header("Prefer", "wait=20")
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .body("status", equalTo("FAILED"))
        .extract()
        .path("task_id");
  }

  private void awaitEnded() {
    Awaitility.await().until(() -> inCollection("phase <> 'ended'") == 0);
  }

  /** Of an account that nobody submits for. */
  private void insertQueued() {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase, event_no,
                          accepted_at, updated_at)
        values (uuidv7(), 'alice', 'nobody', 'text', '%s', '{}', 'INITIALIZING', 'queued', 1,
                now(), now())
        """
            .formatted(collection));
  }

  private long inCollection(String condition) {
    return postgres.count(
        "task where collection_id = '%s' and %s".formatted(collection, condition));
  }
}
