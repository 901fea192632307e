package io.anteroom.callback;

import static io.anteroom.TestCalls.alice;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.SandboxControl;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.CallbackReceiver.Received;
import io.anteroom.callback.secret.CallbackSignature;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the end of a task to a good, failing or hostile receiver. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class CallbackDeliveryTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String STUCK =
      "{\"stages\": {\"text\": {\"processing\": {\"min_ms\": 60000, \"max_ms\": 60000}}}}";

  private final CallbackReceiver callbackReceiver = new CallbackReceiver();

  @TestHTTPResource(value = "/metrics", management = true)
  URL metrics;

  @AfterEach
  void close() {
    callbackReceiver.close();
    SandboxControl.ofTest().heal("index.text");
    SandboxControl.ofTest().set(STUCK.replace("60000", "0"));
  }

  @Test
  void anEndIsDeliveredOnceSignedAndWithTheWholeTask() throws IOException {
    String task = CallbackTasks.endedTask(callbackReceiver.url("/in"));
    JsonPath log = CallbackTasks.logOnce(task, "delivered");
    Received told = callbackReceiver.at("/in").get(0);
    assertEquals(1, callbackReceiver.count());
    JsonNode body = JSON.readTree(told.bytes());
    JsonNode shown = JSON.readTree(alice().get("/tasks/" + task).asByteArray());
    assertEquals(shown, body.path("data"));
    assertEquals("task.done", body.path("type").asText());
    assertEquals(shown.path("ended_at"), body.path("timestamp"));
    assertEquals(callbackReceiver.url("/in"), shown.path("callback_url").asText());
    checkHeaders(told, task);
    assertEquals("msg_" + task, log.getString("webhook_id"));
    assertEquals("task.done", log.getString("type"));
    assertEquals(200, log.getInt("attempts[0].status"));
    assertEquals("thanks", log.getString("attempts[0].response"));
    assertNull(log.get("next_attempt_at"));
  }

  private static void checkHeaders(Received told, String task) {
    long seconds = Long.parseLong(told.header("webhook-timestamp"));
    assertTrue(Math.abs(Instant.now().getEpochSecond() - seconds) < 60);
    assertEquals("msg_" + task, told.id());
    assertEquals(
        CallbackSignature.of(told.id(), seconds, told.bytes(), List.of(FastRetryProfile.SECRET)),
        told.header("webhook-signature"));
    assertEquals("application/json", told.header("content-type"));
    assertEquals("Anteroom", told.header("user-agent"));
  }

  @Test
  void aFailingReceiverGetsTheSameMessageUntilItAccepts() {
    callbackReceiver.fail(2);
    String task = CallbackTasks.endedTask(callbackReceiver.url("/ill"));
    JsonPath log = CallbackTasks.logOnce(task, "delivered");
    List<Received> told = callbackReceiver.at("/ill");
    assertEquals(3, told.size());
    told.forEach(again -> assertArrayEquals(told.get(0).bytes(), again.bytes()));
    told.forEach(again -> checkHeaders(again, task));
    assertEquals(told.size(), log.getList("attempts").size());
    assertEquals(204, log.getInt("attempts[0].status"), "newest first");
    assertEquals(500, log.getInt("attempts[-1].status"));
    assertEquals("oh no", log.getString("attempts[-1].response"));
    assertEquals("The receiver answered 500.", log.getString("attempts[-1].error"));
  }

  @Test
  void aRedeliverRestartsAnExhaustedScheduleWithTheSameId() {
    callbackReceiver.fail(4 + 2);
    String task = CallbackTasks.endedTask(callbackReceiver.url("/ill"));
    JsonPath log = CallbackTasks.logOnce(task, "exhausted");
    assertEquals(4, callbackReceiver.count(), "one attempt and one after each wait");
    assertNull(log.get("next_attempt_at"));
    alice().post("/tasks/" + task + "/redeliver").then().statusCode(202);
    log = CallbackTasks.logOnce(task, "delivered");
    assertEquals(7, callbackReceiver.count());
    assertEquals(7, log.getList("attempts").size());
    assertEquals(1, callbackReceiver.received().stream().map(Received::id).distinct().count());
  }

  @Test
  void aRedirectIsNotFollowed() {
    String task = CallbackTasks.endedTask(callbackReceiver.url("/redirect"));
    JsonPath log = CallbackTasks.logOnce(task, "exhausted");
    assertTrue(callbackReceiver.at("/secret-target").isEmpty());
    assertEquals(307, log.getInt("attempts[0].status"));
    assertTrue(log.getString("attempts[0].error").contains("/secret-target, which is not"));
  }

  @Test
  void a410EndsTheDelivery() {
    String task = CallbackTasks.endedTask(callbackReceiver.url("/gone"));
    JsonPath log = CallbackTasks.logOnce(task, "gone");
    assertEquals(1, log.getList("attempts").size());
    assertEquals(1, callbackReceiver.count());
  }

  @Test
  void aReceiverThatHangsOrBreaksOffIsRetried() {
    // Each of its own, so that no breaker adds up their failures.
    try (CallbackReceiver dripping = new CallbackReceiver();
        CallbackReceiver closing = new CallbackReceiver()) {
      String hung = CallbackTasks.endedTask(callbackReceiver.url("/hang"));
      String dripped = CallbackTasks.endedTask(dripping.url("/drip"));
      String closed = CallbackTasks.endedTask(closing.url("/close"));
      tellOfTheirFailures(hung, dripped, closed);
    }
  }

  private static void tellOfTheirFailures(String hung, String dripped, String closed) {
    JsonPath log = CallbackTasks.logOnce(hung, "exhausted");
    assertEquals("The answer did not end in time.", log.getString("attempts[0].error"));
    assertTrue(log.getInt("attempts[0].latency_ms") >= 800);
    assertNull(log.get("attempts[0].status"));
    assertEquals(4, log.getList("attempts").size());
    log = CallbackTasks.logOnce(dripped, "exhausted");
    assertEquals("The answer did not end in time.", log.getString("attempts[0].error"));
    log = CallbackTasks.logOnce(closed, "exhausted");
    assertEquals(
        "The connection was closed before the answer had ended.",
        log.getString("attempts[0].error"));
  }

  @Test
  void anEndlessResponseCountsByItsStatusAndIsCut() {
    String task = CallbackTasks.endedTask(callbackReceiver.url("/endless"));
    JsonPath log = CallbackTasks.logOnce(task, "delivered");
    assertEquals(1024, log.getString("attempts[0].response").length());
    Awaitility.await().until(() -> callbackReceiver.closed() == 1);
  }

  @Test
  void retryAfterIsHonouredUpToItsMaximum() {
    String task = CallbackTasks.endedTask(callbackReceiver.url("/later-soon"));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> callbackReceiver.count() >= 2);
    List<Received> told = callbackReceiver.at("/later-soon");
    Duration wait = Duration.between(told.get(0).at(), told.get(1).at());
    assertTrue(wait.toMillis() >= 990, "the schedule alone would be 100 ms: " + wait);
    assertTrue(wait.toMillis() < 10_000, "asked for are 20 s, the bound is 1 s: " + wait);
    assertEquals("pending", CallbackTasks.log(task).getString("state"));
  }

  @Test
  void failedAndCancelledTasksHaveTheirOwnCallbackTypes() throws IOException {
    SandboxControl.ofTest().answer("index.text", 422);
    String failed = CallbackTasks.endedTask(callbackReceiver.url("/failed"));
    CallbackTasks.logOnce(failed, "delivered");
    JsonNode body = JSON.readTree(callbackReceiver.at("/failed").get(0).bytes());
    assertEquals("task.failed", body.path("type").asText());
    assertEquals("FAILED", body.path("data").path("status").asText());
    assertFalse(body.path("data").path("error").asText().isEmpty());
    SandboxControl.ofTest().heal("index.text");
    SandboxControl.ofTest().set(STUCK);
    String cancelled = CallbackTasks.task(callbackReceiver.url("/cancelled"));
    Awaitility.await()
        .until(() -> "running".equals(alice().get("/tasks/" + cancelled).path("phase")));
    alice().delete("/tasks/" + cancelled);
    CallbackTasks.logOnce(cancelled, "delivered");
    body = JSON.readTree(callbackReceiver.at("/cancelled").get(0).bytes());
    assertEquals("task.cancelled", body.path("type").asText());
    assertEquals("CANCELLED", body.path("data").path("status").asText());
  }

  @Test
  void aDeadReceiverDelaysNobodyAndUsesUpNoAttempts() {
    try (CallbackReceiver well = new CallbackReceiver()) {
      long start = System.nanoTime();
      List<String> stuck =
          IntStream.range(0, 60)
              .mapToObj(i -> CallbackTasks.task(callbackReceiver.url("/hang")))
              .toList();
      Awaitility.await().until(() -> callbackReceiver.count() >= 8);
      long accepted = System.nanoTime();
      String task = CallbackTasks.endedTask(well.url("/in"));
      Awaitility.await().until(() -> well.count() == 1);
      Duration took = Duration.ofNanos(System.nanoTime() - accepted);
      assertTrue(took.toMillis() < 4_000, "told after " + took);
      CallbackTasks.logOnce(task, "delivered");
      long attempts =
          stuck.stream().mapToInt(id -> CallbackTasks.log(id).getList("attempts").size()).sum();
      long probes = Duration.ofNanos(System.nanoTime() - start).toSeconds() + 1;
      System.out.printf("dead receiver: %d attempts for 60 callbacks%n", attempts);
      assertTrue(attempts <= 8 + 4 + probes, attempts + " attempts of 60 tasks");
    }
  }

  @Test
  void noMetricHoldsValuesOfClients() {
    CallbackTasks.logOnce(
        CallbackTasks.endedTask(callbackReceiver.url("/in/marked-path")), "delivered");
    String text = given().get(metrics).asString();
    assertTrue(
        text.contains("anteroom_callbacks_attempt_duration_seconds_count{outcome=\"delivered\"}"));
    assertTrue(text.contains("anteroom_callbacks_breakers_open"));
    assertFalse(text.contains("marked-path"));
    assertFalse(text.contains(":" + callbackReceiver.port()));
  }
}
