package io.anteroom.api.audit;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.of;
import static io.anteroom.api.audit.AuditCalls.act;
import static io.anteroom.api.audit.AuditCalls.audit;
import static io.anteroom.api.audit.AuditCalls.failed;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.ShortGraces;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What operators do to tasks and accounts stands in the audit log, with who, why and what became of
 * it.
 */
@QuarkusTest
@TestProfile(ShortGraces.class) // a pause is confirmed after the use-by of permits
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class AuditedActsTest {

  @AutoClose private final PostgresFixture postgres = PostgresFixture.ofService();

  @BeforeEach
  void emptyTheLog() {
    postgres.sql("truncate audit_entry");
  }

  @Test
  void aPauseAndAResumeHaveWhoAndWhy() {
    act("POST", "/accounts/small/pause?reason=they%20asked%20for%20it", 200);
    act("POST", "/accounts/small/pause?reason=again", 200);
    act("POST", "/accounts/small/resume", 200);
    act("POST", "/accounts/small/resume", 200);
    audit("")
        .body("results.action", contains("account.resume", "account.pause"))
        .body("results.account", contains("small", "small"))
        .body("results.operator", contains("operator", "operator"))
        .body("results.outcome", contains("done", "done"))
        .body("results[0].at", notNullValue())
        .body("results[0]", not(hasKey("reason")))
        .body("results[1].reason", equalTo("they asked for it"))
        .body("$", not(hasKey("next_cursor")));
  }

  /** Also when the log has forgotten it. */
  @Test
  void anAccountThatIsPausedSaysByWhomAndWhy() {
    act("POST", "/accounts/small/pause?reason=they%20asked%20for%20it", 200)
        .body("paused_by", equalTo("operator"))
        .body("pause_reason", equalTo("they asked for it"));
    postgres.sql("truncate audit_entry");
    act("POST", "/accounts/small/pause?reason=again", 200)
        .body("pause_reason", equalTo("they asked for it"));
    act("GET", "/accounts", 200)
        .body("accounts.find { it.account == 'small' }.paused_since", notNullValue())
        .body("accounts.find { it.account == 'small' }.paused_by", equalTo("operator"))
        .body("accounts.find { it.account == 'small' }.pause_reason", equalTo("they asked for it"));
    act("POST", "/accounts/small/resume", 200)
        .body("paused", equalTo(false))
        .body("$", not(hasKey("paused_by")))
        .body("$", not(hasKey("pause_reason")));
  }

  @Test
  void aRetryOfATaskHasTheNewTask() {
    String failed = failed();
    String made =
        act("POST", "/tasks/" + failed + "/retry?reason=once%20more", 202)
            .body("retry_of", equalTo(failed))
            .extract()
            .path("task_id");
    audit("")
        .body("results.action", contains("task.retry"))
        .body("results[0].task_id", equalTo(failed))
        .body("results[0].new_task_id", equalTo(made))
        .body("results[0].client", equalTo("alice"))
        .body("results[0].outcome", equalTo("done"))
        .body("results[0].reason", equalTo("once more"));
    alice().get("/tasks/" + made).then().statusCode(200).body("retry_of", equalTo(failed));
  }

  @Test
  void aKeyOfAnOperatorIsNoneOfTheClient() {
    String failed = failed();
    String key = "k-" + failed;
    String ofAlice =
        alice()
            .header("Idempotency-Key", key)
            .post("/tasks/" + failed + "/retry")
            .then()
            .statusCode(202)
            .extract()
            .path("task_id");
    List<String> ofOperator =
        List.of(1, 2).stream()
            .map(
                i ->
                    of(TestEnvironment.OPERATOR)
                        .header("Idempotency-Key", key)
                        .post("/tasks/" + failed + "/retry")
                        .then()
                        .statusCode(oneOf(200, 202))
                        .extract()
                        .<String>path("task_id"))
            .toList();
    assertEquals(ofOperator.get(0), ofOperator.get(1));
    assertNotEquals(ofAlice, ofOperator.get(0));
    audit("").body("results", hasSize(1));
  }

  @Test
  void aRetryIntoAFullQueueIsSeenAsFailed() {
    String failed = failed();
    postgres.sql("update task set client = 'erin' where id = '%s'".formatted(failed));
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase, event_no,
                          accepted_at, updated_at, not_before)
        select uuidv7(), 'erin', 'default', 'text', 'c', '{}', 'INITIALIZING', 'queued', 1, now(),
               now(), now() + interval '4 minutes'
        from generate_series(1, 21)
        """);
    try {
      Awaitility.await()
          .until(
              () ->
                  of(TestEnvironment.OPERATOR).post("/tasks/" + failed + "/retry").statusCode()
                      == 429);
      audit("?page_size=1")
          .body("results[0].outcome", equalTo("failed"))
          .body("results[0]", not(hasKey("new_task_id")));
    } finally {
      postgres.sql("delete from task where client = 'erin'");
    }
  }

  @Test
  void aCancelAndARedeliverAreThere() {
    String callback =
        """
        insert into callback (id, client, type, url, endpoint, state)
        values ('%s', 'alice', 'task.done', 'https://e.invalid/', 'https://e.invalid', 'exhausted')
        """;
    String done = TestCalls.endedTextTask("told");
    postgres.sql(callback.formatted(done));
    act("POST", "/tasks/" + done + "/redeliver?reason=they%20lost%20it", 202);
    String queued = "00000000-0000-7000-8000-00000000cafe";
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase, event_no,
                          accepted_at, updated_at)
        values ('%s', 'bob', 'nobody', 'text', 'c', '{}', 'INITIALIZING', 'queued', 1, now(), now())
        """
            .formatted(queued));
    act("DELETE", "/tasks/" + queued, 200).body("status", equalTo("CANCELLED"));
    audit("")
        .body("results.action", contains("task.cancel", "task.redeliver"))
        .body("results.task_id", contains(queued, done))
        .body("results.client", contains("bob", "alice"));
  }
}
