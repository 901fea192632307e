package io.anteroom.api.audit;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestCalls.of;
import static io.anteroom.api.audit.AuditCalls.act;
import static io.anteroom.api.audit.AuditCalls.audit;
import static io.anteroom.api.audit.AuditCalls.failed;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.audit.AuditSettings;
import io.anteroom.audit.AuditSweep;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the audit log is read and kept, and what is not in it. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class AuditResourceTest {

  @AutoClose private final PostgresFixture postgres = PostgresFixture.ofService();

  @BeforeEach
  void emptyTheLog() {
    postgres.sql("truncate audit_entry");
  }

  @Test
  void aRetryThatIsRefusedIsNotAnAct() {
    String done = TestCalls.endedTextTask("done");
    act("POST", "/tasks/" + done + "/retry", 409);
    act("POST", "/tasks/" + done + "/redeliver", 409);
    act("DELETE", "/tasks/" + done, 200);
    act("POST", "/tasks/00000000-0000-7000-8000-000000000000/retry", 404);
    act("POST", "/accounts/nowhere/pause", 404);
    audit("").body("results", empty());
  }

  @Test
  void aBulkActionHasItsFilterAndHowItStands() {
    String collection = TestCalls.newCollection();
    TestCalls.index(TestEnvironment.ALICE, collection, "done");
    String body =
        "{\"action\": \"redeliver\", \"filter\": {\"collection_id\": \"%s\"}, \"reason\": \"why\"}";
    String id =
        jsonOf(TestEnvironment.OPERATOR, body.formatted(collection))
            .post("/bulk-actions")
            .then()
            .statusCode(202)
            .extract()
            .path("bulk_action_id");
    Awaitility.await()
        .untilAsserted(() -> audit("").body("results[0].bulk.state", equalTo("finished")));
    audit("")
        .body("results.action", contains("bulk.start"))
        .body("results[0].bulk_action_id", equalTo(id))
        .body("results[0].reason", equalTo("why"))
        .body("results[0].bulk.filter.collection_id", equalTo(collection))
        .body("results[0].bulk.action", equalTo("redeliver"))
        .body("results[0].bulk.matched", equalTo(1))
        .body("results[0].bulk.skipped", equalTo(1));
  }

  @Test
  void aClientIsNotAuditedAndGivesNoReason() {
    String failed = failed();
    alice()
        .post("/tasks/" + failed + "/retry?reason=mine")
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/operators-only"))
        .body("field", equalTo("reason"));
    alice().post("/tasks/" + failed + "/retry").then().statusCode(202);
    alice().delete("/tasks/" + failed).then().statusCode(200);
    audit("").body("results", empty());
  }

  @Test
  void anEmptyReasonIsNone() {
    act("POST", "/accounts/small/resume?reason=", 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reason=%20", "reason=a%0Ab"})
  void aReasonThatCannotBeUsedIsNamed(String query) {
    act("POST", "/accounts/small/resume?" + query, 400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo("reason"));
  }

  @Test
  void theListIsByOperatorAndTimeAndGoesOn() {
    for (String who : new String[] {"ann", "ben", "ann"}) {
      postgres.sql(
          """
          insert into audit_entry (operator, action, account, outcome, at)
          values ('%s', 'account.pause', 'default', 'done', '2024-01-0%d')
          """
              .formatted(who, postgres.count("audit_entry") + 1));
    }
    audit("?operator=ann").body("results.operator", contains("ann", "ann"));
    audit("?operator=nobody").body("results", empty());
    audit("?created_after=2024-01-02T00:00:00Z&created_before=2024-01-03T00:00:00Z")
        .body("results.operator", contains("ben"));
    String next = audit("?page_size=2").body("results", hasSize(2)).extract().path("next_cursor");
    audit("?page_size=2&after=" + next)
        .body("results", hasSize(1))
        .body("$", not(hasKey("next_cursor")));
    for (String query : new String[] {"after=x", "operator=", "created_after=now", "page_size=0"}) {
      of(TestEnvironment.READER)
          .get("/audit?" + query)
          .then()
          .statusCode(400)
          .body("field", equalTo(query.substring(0, query.indexOf('='))));
    }
  }

  @Test
  void theRetentionRemovesWhatIsOld() {
    postgres.sql(
        """
        insert into audit_entry (operator, action, account, outcome, at)
        select 'ann', 'account.pause', 'default', 'done', now() - interval '366 days'
        from generate_series(1, 1200)
        union all select 'ben', 'account.pause', 'default', 'done', now() - interval '364 days'
        """);
    AuditSweep forEver =
        new AuditSweep(
            postgres.pool(),
            TestSettings.of(AuditSettings.class, "anteroom.audit.retention", "0s"));
    PostgresFixture.await(forEver.sweep());
    assertEquals(1201, postgres.count("audit_entry"));
    PostgresFixture.await(
        new AuditSweep(postgres.pool(), TestSettings.of(AuditSettings.class)).sweep());
    audit("").body("results.operator", everyItem(equalTo("ben"))).body("results", hasSize(1));
  }
}
