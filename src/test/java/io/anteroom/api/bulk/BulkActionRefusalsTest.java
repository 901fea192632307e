package io.anteroom.api.bulk;

import static io.anteroom.TestCalls.of;
import static io.anteroom.api.bulk.BulkRequests.body;
import static io.anteroom.api.bulk.BulkRequests.collection;
import static io.anteroom.api.bulk.BulkRequests.get;
import static io.anteroom.api.bulk.BulkRequests.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.async.TimeOrderedId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulk actions that are refused, each with one clear problem, and one that is stopped. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BulkActionRefusalsTest {

  private static final String FINE = "{\"collection_id\": \"c\"}";

  @AutoClose private final PostgresFixture postgres = PostgresFixture.ofService();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          action          | {"filter": {"kind": ["url"]}, "reason": "x"}
          filter          | {"action": "retry", "reason": "x"}
          filter          | {"action": "retry", "filter": null, "reason": "x"}
          reason          | {"action": "retry", "filter": {"kind": ["url"]}}
          """)
  void whatIsNeededAndMissingIsNamed(String field, String body) {
    post(body)
        .statusCode(400)
        .body("type", equalTo("/problems/missing-field"))
        .body("field", equalTo(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          action                | {"action": "delete", "filter": {"kind": ["url"]}, "reason": "x"}
          action                | {"action": 7, "filter": {"kind": ["url"]}, "reason": "x"}
          filter                | {"action": "retry", "filter": {}, "reason": "x"}
          filter.client         | {"action": "retry", "filter": {"client": []}, "reason": "x"}
          filter.client         | {"action": "cancel", "filter": {"client": [], "phase": ["queued"]}, "reason": "x"}
          filter.client         | {"action": "cancel", "filter": {"client": null, "kind": ["url"]}, "reason": "x"}
          filter.status         | {"action": "retry", "filter": {"status": [], "client": ["alice"]}, "reason": "x"}
          filter                | {"action": "retry", "filter": {"doubled": false}, "reason": "x"}
          filter.batch          | {"action": "retry", "filter": {"batch": null}, "reason": "x"}
          filter                | {"action": "retry", "filter": "all", "reason": "x"}
          filter                | {"action": "retry", "filter": {}, "dry_run": true}
          filter.status         | {"action": "retry", "filter": {"status": ["failed"]}, "reason": "x"}
          filter.status         | {"action": "retry", "filter": {"status": "FAILED"}, "reason": "x"}
          filter.client         | {"action": "retry", "filter": {"client": [""]}, "reason": "x"}
          filter.client         | {"action": "retry", "filter": {"client": [1]}, "reason": "x"}
          filter.batch          | {"action": "retry", "filter": {"batch": "17"}, "reason": "x"}
          filter.doubled        | {"action": "retry", "filter": {"doubled": "true"}, "reason": "x"}
          filter.created_after  | {"action": "retry", "filter": {"created_after": "now"}, "reason": "x"}
          filter.page           | {"action": "retry", "filter": {"page": "1"}, "reason": "x"}
          reason                | {"action": "retry", "filter": {"kind": ["url"]}, "reason": " "}
          reason                | {"action": "retry", "filter": {"kind": ["url"]}, "reason": 7}
          reason                | {"action": "retry", "filter": {"kind": ["url"]}, "reason": "a\\nb"}
          dry_run               | {"action": "retry", "filter": {"kind": ["url"]}, "dry_run": 1}
          dryrun                | {"action": "retry", "filter": {"kind": ["url"]}, "dryrun": true}
          """)
  void whatCannotBeUsedIsNamed(String field, String body) {
    post(body)
        .statusCode(400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo(field))
        .body("detail", containsString(field.contains("dryrun") ? "dry_run" : field));
  }

  @Test
  void aLongReasonIsRefused() {
    post(body("retry", FINE, "x".repeat(501))).statusCode(400).body("field", equalTo("reason"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry", "cancel", "redeliver"})
  void aFilterThatFindsNothingIsRefused(String action) {
    post(body(action, collection(TestCalls.newCollection()), "x"))
        .statusCode(409)
        .body("type", equalTo("/problems/no-task-matches"))
        .body("field", equalTo("filter"));
  }

  @Test
  void aFilterThatFindsNothingThatTheActionFitsIsRefused() {
    String collection = TestCalls.newCollection();
    TestCalls.index(TestEnvironment.ALICE, collection, "done");
    String done = "{\"collection_id\": \"%s\", \"status\": [\"DONE\"]}".formatted(collection);
    for (String action : new String[] {"retry", "cancel"}) {
      post(body(action, done, "x"))
          .statusCode(409)
          .body("type", equalTo("/problems/no-task-matches"));
    }
  }

  @Test
  void aFilterThatFindsTooManyIsRefused() {
    String collection = TestCalls.newCollection();
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, status, phase, event_no,
                          accepted_at, updated_at, ended_at)
        select uuidv7(), 'alice', 'default', 'text', '%s', 'DONE', 'ended', 1, now(), now(),
               now()
        from generate_series(1, 201)
        """
            .formatted(collection));
    post(body("redeliver", collection(collection), "x"))
        .statusCode(409)
        .body("type", equalTo("/problems/too-many-tasks"))
        .body("detail", equalTo("The filter finds more than 200 tasks."));
    post("{\"action\": \"redeliver\", \"filter\": %s, \"dry_run\": true}"
            .formatted(collection(collection)))
        .statusCode(200)
        .body("matched", equalTo(200))
        .body("too_many", equalTo(true));
  }

  @Test
  void anIdThatIsNoneIsNamed() {
    for (String key : new String[] {TestEnvironment.READER, TestEnvironment.OPERATOR}) {
      of(key)
          .get("/bulk-actions/17")
          .then()
          .statusCode(400)
          .body("type", equalTo("/problems/malformed-bulk-action-id"));
      of(key)
          .get("/bulk-actions/" + UUID.randomUUID())
          .then()
          .statusCode(404)
          .body("type", equalTo("/problems/bulk-action-not-found"));
    }
    of(TestEnvironment.READER).get("/bulk-actions?after=17").then().statusCode(400);
  }

  @Test
  void oneRunsAtATimeAndAStopWaitsForTheReplicaThatRunsIt() {
    UUID other = UUID.randomUUID();
    UUID running = TimeOrderedId.next();
    postgres.sql(
        "insert into replica (id, lease_until) values ('%s', now() + interval '1 hour')"
            .formatted(other));
    postgres.sql(
        """
        insert into bulk_action (id, action, filter, operator, reason, matched, owner)
        values ('%s', 'cancel', '%s', 'somebody', 'x', 7, '%s')
        """
            .formatted(running, FINE, other));
    String collection = TestCalls.newCollection();
    TestCalls.index(TestEnvironment.ALICE, collection, "done");
    post(body("redeliver", collection(collection), "x"))
        .statusCode(409)
        .body("type", equalTo("/problems/bulk-action-running"))
        .body("detail", containsString(running.toString()));
    stop(running, 202, "stopping");
    stop(running, 202, "stopping");
    get(running.toString()).body("stopped_by", equalTo("operator"));
    postgres.sql("update replica set lease_until = now() where id = '%s'".formatted(other));
    Awaitility.await()
        .until(() -> get(running.toString()).extract().path("state").equals("stopped"));
    stop(running, 200, "stopped");
    String stops = "audit_entry where action = 'bulk.stop' and bulk_action = '%s'";
    assertEquals(1, postgres.count(stops.formatted(running)));
  }

  private static void stop(UUID id, int code, String state) {
    of(TestEnvironment.OPERATOR)
        .delete("/bulk-actions/%s?reason=enough".formatted(id))
        .then()
        .statusCode(code)
        .body("state", equalTo(state));
  }
}
