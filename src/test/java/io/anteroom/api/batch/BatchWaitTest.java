package io.anteroom.api.batch;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestCalls.of;
import static io.anteroom.api.batch.BatchItems.items;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.RawWaitingCall;
import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.waiting.WaitRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code Prefer: wait=N} on batches. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BatchWaitTest {

  @Inject Pool pool;
  @Inject WaitRegistry registry;
  @Inject MeterRegistry metrics;

  private final BatchItems items = new BatchItems(TestCalls.newCollection());

  @AfterEach
  void heal() {
    SandboxControl.ofTest().processTextsIn(0);
  }

  @Test
  void anAcceptThatWaitsIs200WithCountsWhenAllHaveEnded() {
    String body = items(items.text("one"), "{}", items.text("two"));
    String key = UUID.randomUUID().toString();
    Response first = post(TestEnvironment.ALICE, body, "wait=20", key);
    first
        .then()
        .statusCode(200)
        .header("Preference-Applied", equalTo("wait=20"))
        .header("Vary", equalTo("Prefer"))
        .header("Retry-After", nullValue())
        .header("Location", nullValue())
        .body("accepted", equalTo(2))
        .body("refused", equalTo(1))
        .body("counts.DONE", equalTo(2))
        .body("items", hasSize(3))
        .body("items[1].error", notNullValue());
    assertEquals(
        first.asString(), post(TestEnvironment.ALICE, body, "wait=1", key).asString(), "repeated");
    post(TestEnvironment.ALICE, body, "respond-async", key)
        .then()
        .statusCode(202)
        .body("$", not(hasKey("counts")));
  }

  @Test
  void anAcceptWhoseWaitIsOverIs202AndARepeatWaitsAgain() {
    SandboxControl.ofTest().processTextsIn(60_000);
    String key = UUID.randomUUID().toString();
    String body = items(items.text("one"));
    Response first = post(TestEnvironment.ALICE, body, "respond-async, wait=1", key);
    first
        .then()
        .statusCode(202)
        .header("Preference-Applied", equalTo("respond-async, wait=1"))
        .header("Retry-After", notNullValue())
        .header("Location", endsWith("/batches/" + first.path("batch_id")))
        .body("$", not(hasKey("counts")));
    var again =
        CompletableFuture.supplyAsync(() -> post(TestEnvironment.ALICE, body, "wait=60", key));
    Awaitility.await().until(() -> isWaiting("alice"));
    alice().delete("/tasks/" + first.path("items[0].task_id"));
    again.join().then().statusCode(200).body("counts.CANCELLED", equalTo(1));
  }

  @Test
  void withoutAWaitAnAcceptSaysWhenToAsk() {
    post(TestEnvironment.ALICE, items(items.text("one")), "wait=0", UUID.randomUUID().toString())
        .then()
        .statusCode(202)
        .header("Retry-After", notNullValue())
        .header("Preference-Applied", equalTo("wait=0"));
  }

  @Test
  void aReadWaitsForTheLastEnd() {
    SandboxControl.ofTest().processTextsIn(60_000);
    Response accepted =
        post(
            TestEnvironment.ALICE,
            items(items.text("one"), items.text("two"), items.text("three")),
            "respond-async",
            UUID.randomUUID().toString());
    String batch = "/batches/" + accepted.path("batch_id");
    alice()
        .header("Prefer", "wait=1")
        .get(batch)
        .then()
        .statusCode(200)
        .header("Preference-Applied", equalTo("wait=1"))
        .header("Retry-After", notNullValue())
        .body("open", equalTo(3));
    var waiting =
        CompletableFuture.supplyAsync(() -> alice().header("Prefer", "wait=60").get(batch));
    Awaitility.await().until(() -> isWaiting("alice"));
    for (int i : new int[] {1, 2, 0}) {
      assertTrue(!waiting.isDone(), "before item " + i);
      alice().delete("/tasks/" + accepted.path("items[" + i + "].task_id"));
    }
    waiting
        .join()
        .then()
        .statusCode(200)
        .header("Retry-After", nullValue())
        .body("open", equalTo(0))
        .body("counts.CANCELLED", equalTo(3));
  }

  @Test
  void whatIsNotThereIsNotWaitedFor() {
    Response accepted =
        post(
            TestEnvironment.ALICE,
            items(items.text("one")),
            "respond-async",
            UUID.randomUUID().toString());
    String batch = "/batches/" + accepted.path("batch_id");
    long before = System.nanoTime();
    bob().header("Prefer", "wait=60").get(batch).then().statusCode(404);
    alice().header("Prefer", "wait=60").get("/batches/17").then().statusCode(400);
    alice().header("Prefer", "wait=60").get(batch + "0").then().statusCode(400);
    alice().header("Prefer", "wait=60").get("/batches/" + UUID.randomUUID()).then().statusCode(404);
    assertTrue(System.nanoTime() - before < 30e9);
  }

  /** The retention has removed its tasks. */
  @Test
  void aBatchWithoutTasksIsAnsweredAtOnce() {
    UUID id = UUID.randomUUID();
    await(
        pool.query(
                """
                insert into batch (id, client, total, open, done, accepted_at, ended_at)
                values ('%s', 'alice', 6, 0, 6, now(), now())
                """
                    .formatted(id))
            .execute());
    alice()
        .header("Prefer", "wait=60")
        .get("/batches/" + id)
        .then()
        .statusCode(200)
        .header("Retry-After", nullValue())
        .body("counts.DONE", equalTo(6));
  }

  @Test
  void aClientThatHangsUpIsForgotten() throws IOException {
    SandboxControl.ofTest().processTextsIn(60_000);
    Response accepted =
        post(
            TestEnvironment.DAVE,
            items(items.text("one")),
            "respond-async",
            UUID.randomUUID().toString());
    String id = accepted.path("batch_id");
    Socket reads = RawWaitingCall.send("GET", "/batches/" + id, "text/plain", "");
    Awaitility.await().until(() -> isWaiting("dave"));
    reads.close();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !isWaiting("dave"));
    cancelOfDave(accepted.path("items[0].task_id"));
  }

  @Test
  void whoWaitsHoldsNothingOfTheBody() throws IOException {
    SandboxControl.ofTest().processTextsIn(60_000);
    String body = items(items.text("x".repeat(50_000)));
    Socket accepts = RawWaitingCall.send("POST", "/index/batch", "application/json", body);
    Awaitility.await().until(() -> isWaiting("dave"));
    assertEquals(0, metrics.get("anteroom.http.body.bytes").gauge().value());
    accepts.close();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !isWaiting("dave"));
    String batch = of(TestEnvironment.DAVE).get("/batches").path("results[0].batch_id");
    cancelOfDave(task(batch));
  }

  /** Without a wait for its end, which needs polls: dave's plan has few of them. */
  private static void cancelOfDave(String task) {
    of(TestEnvironment.DAVE).header("Prefer", "respond-async").delete("/tasks/" + task);
  }

  private static String task(String batch) {
    return of(TestEnvironment.DAVE).get("/tasks?batch=" + batch).path("results[0].task_id");
  }

  private boolean isWaiting(String client) {
    boolean[] found = new boolean[1];
    registry.countRequests((name, waiting) -> found[0] |= name.equals(client) && waiting > 0);
    return found[0];
  }

  private static Response post(String client, String body, String prefer, String key) {
    return jsonOf(client, body)
        .header("Prefer", prefer)
        .header("Idempotency-Key", key)
        .post("/index/batch");
  }
}
