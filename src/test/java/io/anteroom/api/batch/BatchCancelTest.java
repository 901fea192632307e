package io.anteroom.api.batch;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.anteroom.TestCalls.json;
import static io.anteroom.TestCalls.of;
import static io.anteroom.api.batch.BatchItems.items;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anteroom.PostgresFixture;
import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code DELETE /batches/{id}}. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BatchCancelTest {

  private final BatchItems items = new BatchItems(TestCalls.newCollection());

  @AutoClose private final PostgresFixture postgres = PostgresFixture.ofService();

  @AfterEach
  void heal() {
    SandboxControl.ofTest().processTextsIn(0);
    SandboxControl.ofTest().heal("tasks.delete");
  }

  @Test
  void tasksThatRunAreCancelledUpstreamAndWhatHasEndedStays() {
    String done = accept(1);
    alice().header("Prefer", "wait=20").get("/batches/" + done);
    alice()
        .delete("/batches/" + done)
        .then()
        .statusCode(200)
        .body("counts.DONE", equalTo(1))
        .header("Retry-After", nullValue());
    String batch = running(3);
    alice()
        .header("Prefer", "wait=20")
        .delete("/batches/" + batch)
        .then()
        .statusCode(200)
        .header("Preference-Applied", equalTo("wait=20"))
        .body("batch_id", equalTo(batch))
        .body("open", equalTo(0))
        .body("counts.CANCELLED", equalTo(3))
        .body("ended_at", notNullValue());
    alice()
        .get("/tasks?batch=" + batch)
        .then()
        .body("results.status", contains("CANCELLED", "CANCELLED", "CANCELLED"));
  }

  @Test
  void untilTheUpstreamConfirmsItIs202() {
    String batch = running(2);
    SandboxControl.ofTest().answer("tasks.delete", 500);
    alice()
        .header("Prefer", "wait=1")
        .delete("/batches/" + batch)
        .then()
        .statusCode(202)
        .header("Location", endsWith("/batches/" + batch))
        .header("Retry-After", notNullValue())
        .header("Preference-Applied", equalTo("wait=1"))
        .body("open", equalTo(2));
    alice()
        .get("/tasks?batch=" + batch)
        .then()
        .body("results.phase", contains("cancelling", "cancelling"));
    SandboxControl.ofTest().heal("tasks.delete");
    alice()
        .header("Prefer", "wait=60")
        .delete("/batches/" + batch)
        .then()
        .statusCode(200)
        .body("counts.CANCELLED", equalTo(2));
  }

  /** The cancel of the others does not wait for it, but the answer does. */
  @Test
  void aTaskThatSomebodyHasInHandIsCancelledAfterThat() {
    String batch = running(3);
    String locked = alice().get("/tasks?batch=" + batch).path("results[1].task_id");
    Pool other = postgres.anotherPool();
    SqlConnection hand = await(other.getConnection());
    await(hand.begin());
    await(hand.query("select from task where id = '" + locked + "' for update").execute());
    CompletableFuture<ValidatableResponse> cancel =
        CompletableFuture.supplyAsync(
            () -> alice().header("Prefer", "wait=60").delete("/batches/" + batch).then());
    String ofBatch = "task where batch = '" + batch + "' and ";
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> postgres.count(ofBatch + "phase = 'ended'") == 2);
    assertEquals(1, postgres.count(ofBatch + "phase = 'running'"));
    assertFalse(cancel.isDone());
    await(hand.query("commit").execute());
    cancel.join().statusCode(200).body("counts.CANCELLED", equalTo(3));
    await(hand.close());
    await(other.close());
  }

  @Test
  void anotherClientsBatchIsNotFoundAndNotTouched() {
    String batch = running(1);
    bob().delete("/batches/" + batch).then().statusCode(404);
    alice().delete("/batches/" + UUID.randomUUID()).then().statusCode(404);
    alice().delete("/batches/17").then().statusCode(400);
    alice().delete("/batches/" + batch + "?reason=x").then().statusCode(403);
    alice().get("/batches/" + batch).then().body("open", equalTo(1));
  }

  @Test
  void anOperatorsActIsInTheAuditLogOnce() {
    String batch = running(2);
    of(TestEnvironment.READER).delete("/batches/" + batch).then().statusCode(403);
    for (int i = 0; i < 2; i++) {
      of(TestEnvironment.OPERATOR)
          .header("Prefer", "wait=20")
          .delete("/batches/" + batch + "?reason=stuck")
          .then()
          .statusCode(200)
          .body("client", equalTo("alice"))
          .body("counts.CANCELLED", equalTo(2));
    }
    assertEquals(1, postgres.count("audit_entry where batch = '" + batch + "'"));
    of(TestEnvironment.READER)
        .get("/audit?page_size=1")
        .then()
        .body("results.action", contains("batch.cancel"))
        .body("results.batch_id", contains(batch))
        .body("results.client", contains("alice"))
        .body("results.reason", contains("stuck"))
        .body("results", hasSize(1))
        .body("results[0]", not(hasKey("task_id")));
  }

  private String running(int tasks) {
    SandboxControl.ofTest().processTextsIn(60_000);
    String batch = accept(tasks);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                postgres.count("task where phase = 'running' and batch = '" + batch + "'")
                    == tasks);
    return batch;
  }

  private String accept(int tasks) {
    String[] texts = new String[tasks];
    for (int i = 0; i < tasks; i++) {
      texts[i] = items.text("text " + i);
    }
    return json(items(texts)).post("/index/batch").path("batch_id");
  }
}
