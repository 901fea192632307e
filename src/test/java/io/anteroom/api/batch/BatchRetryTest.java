package io.anteroom.api.batch;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.anteroom.TestCalls.json;
import static io.anteroom.TestCalls.of;
import static io.anteroom.api.batch.BatchItems.items;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code POST /batches/{id}/retry}. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BatchRetryTest {

  private static final String NOWHERE =
      "{\"url\": \"http://127.0.0.1:1/nothing\", \"collection_id\": \"c\"}";

  private final BatchItems items = new BatchItems(TestCalls.newCollection());

  @AutoClose private final PostgresFixture postgres = PostgresFixture.ofService();

  @AfterEach
  void heal() {
    SandboxControl.ofTest().processTextsIn(0);
  }

  @Test
  void whatFailedIsANewBatchAndIsNotRetriedTwice() {
    Response first = ended(NOWHERE, items.text("done"), NOWHERE);
    List<String> failed = List.of(first.path("items[0].task_id"), first.path("items[2].task_id"));
    Response retry = retry(first.path("batch_id"), "respond-async");
    String batch = retry.path("batch_id");
    retry
        .then()
        .statusCode(202)
        .header("Location", endsWith("/batches/" + batch))
        .header("Retry-After", notNullValue())
        .body("accepted", equalTo(2))
        .body("refused", equalTo(0))
        .body("items.retry_of", equalTo(failed));
    alice()
        .get("/tasks?batch=" + batch)
        .then()
        .body("results.retry_of", contains(failed.get(1), failed.get(0)))
        .body(
            "results.task_id",
            contains((String) retry.path("items[1].task_id"), retry.path("items[0].task_id")));
    alice()
        .header("Prefer", "wait=20")
        .get("/batches/" + batch)
        .then()
        .body("retry_of", equalTo(first.path("batch_id")))
        .body("reference", equalTo("mine"))
        .body("total", equalTo(2))
        .body("counts.FAILED", equalTo(2));
    retry(first.path("batch_id"), "respond-async")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/not-retryable"))
        .body("detail", containsString("not retried before"))
        .body("$", not(hasKey("items")));
    retry(batch, "wait=20").then().statusCode(200).body("counts.FAILED", equalTo(2));
    alice()
        .get("/batches?reference=mine&page_size=1")
        .then()
        .body("results[0].retry_of", equalTo(batch));
  }

  @Test
  void aBatchThatGoesOnIsRetriedAsFarAsItFailed() {
    SandboxControl.ofTest().processTextsIn(60_000);
    Response first = json(items(items.text("slow"), items.text("other"))).post("/index/batch");
    String batch = first.path("batch_id");
    retry(batch, "respond-async").then().statusCode(409);
    alice()
        .header("Prefer", "wait=20")
        .delete("/tasks/" + first.path("items[1].task_id"))
        .then()
        .statusCode(200);
    retry(batch, "respond-async")
        .then()
        .statusCode(202)
        .body("items.retry_of", contains((String) first.path("items[1].task_id")));
    alice().get("/batches/" + batch).then().body("open", equalTo(1));
  }

  @Test
  void theSameKeyIsTheSameBatchAndIsOfOneRetry() {
    String first = ended(NOWHERE).path("batch_id");
    String other = ended(NOWHERE).path("batch_id");
    String key = UUID.randomUUID().toString();
    Response retried = keyed(first, key);
    retried.then().statusCode(202);
    assertEquals(retried.asString(), keyed(first, key).asString());
    keyed(other, key).then().statusCode(422).body("field", equalTo("Idempotency-Key"));
    assertEquals(1, postgres.count("batch where retry_of = '" + first + "'"));
  }

  @Test
  void whatCannotBeRetriedHasItsErrorAndAKeyAnswersWithItAgain() {
    Response first = ended(NOWHERE, NOWHERE);
    String batch = first.path("batch_id");
    String gone = first.path("items[0].task_id");
    postgres.sql("update task set request = null where id = '" + gone + "'");
    String key = UUID.randomUUID().toString();
    Response retried = keyed(batch, key);
    retried
        .then()
        .statusCode(202)
        .body("accepted", equalTo(1))
        .body("refused", equalTo(1))
        .body("items[0].retry_of", equalTo(gone))
        .body("items[0].error.type", equalTo("/problems/not-retryable"))
        .body("items[0].error", not(hasKey("field")))
        .body("items[1].retry_of", equalTo(first.path("items[1].task_id")));
    assertEquals(retried.asString(), keyed(batch, key).asString());
    retry(batch, "wait=1")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/not-retryable"))
        .body("items", hasSize(1))
        .body("items[0].retry_of", equalTo(gone));
  }

  @Test
  void anotherClientsBatchIsNotFound() {
    String batch = ended(NOWHERE).path("batch_id");
    bob().post("/batches/" + batch + "/retry").then().statusCode(404);
    alice().post("/batches/" + UUID.randomUUID() + "/retry").then().statusCode(404);
    alice().post("/batches/17/retry").then().statusCode(400);
    alice().post("/batches/" + batch + "/retry?reason=x").then().statusCode(403);
    of(TestEnvironment.READER).post("/batches/" + batch + "/retry").then().statusCode(403);
    assertEquals(0, postgres.count("batch where retry_of = '" + batch + "'"));
  }

  @Test
  void anOperatorsRetryIsTheClientsAndInTheAuditLog() {
    String batch = ended(NOWHERE).path("batch_id");
    String made =
        of(TestEnvironment.OPERATOR)
            .post("/batches/" + batch + "/retry?reason=mended")
            .then()
            .statusCode(202)
            .extract()
            .path("batch_id");
    alice().get("/batches/" + made).then().statusCode(200).body("retry_of", equalTo(batch));
    of(TestEnvironment.READER)
        .get("/audit?page_size=1")
        .then()
        .body("results.action", contains("batch.retry"))
        .body("results.batch_id", contains(batch))
        .body("results.new_batch_id", contains(made))
        .body("results.outcome", contains("done"))
        .body("results.reason", contains("mended"))
        .body("results[0]", not(hasKey("new_task_id")));
  }

  /** The retention removes a request after the check: while the entry of the log is written. */
  @Test
  void anOperatorsRetryWhoseRequestGoesMeanwhileHasFailed() {
    Response first = ended(NOWHERE, NOWHERE);
    String batch = first.path("batch_id");
    postgres.sql(
        """
        create function remove_request() returns trigger language plpgsql as $$
        begin
          update task set request = null where id = '%s';
          return null;
        end $$
        """
            .formatted((String) first.path("items[0].task_id")));
    postgres.sql(
        "create trigger remove_request after insert on audit_entry execute function remove_request()");
    try {
      of(TestEnvironment.OPERATOR)
          .post("/batches/" + batch + "/retry")
          .then()
          .statusCode(409)
          .body("type", equalTo("/problems/not-retryable"));
    } finally {
      postgres.sql("drop function remove_request() cascade");
    }
    of(TestEnvironment.READER)
        .get("/audit?page_size=1")
        .then()
        .body("results.action", contains("batch.retry"))
        .body("results.batch_id", contains(batch))
        .body("results.outcome", contains("failed"))
        .body("results[0]", not(hasKey("new_batch_id")));
    assertEquals(0, postgres.count("batch where retry_of = '" + batch + "'"));
  }

  private static Response ended(String... items) {
    String body = items(items).replaceFirst("\\{", "{\"reference\": \"mine\", ");
    Response accepted = json(body).header("Prefer", "wait=20").post("/index/batch");
    accepted.then().statusCode(200);
    return accepted;
  }

  private static Response retry(String batch, String prefer) {
    return alice().header("Prefer", prefer).post("/batches/" + batch + "/retry");
  }

  private static Response keyed(String batch, String key) {
    return alice().header("Idempotency-Key", key).post("/batches/" + batch + "/retry");
  }
}
