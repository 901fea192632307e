package io.anteroom.reconcile;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.SandboxControl;
import io.anteroom.ShortGraces;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Submits whose answer is lost, and tasks that the upstream forgets, each as a real fault of the
 * stand-in upstream; the grace is over 1.9 s after the loss.
 */
@QuarkusTest
@TestProfile(ShortGraces.class)
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
public class InDoubtSubmitTest {

  @Inject MeterRegistry metrics;

  @TestHTTPResource(value = "/metrics", management = true)
  URL exposed;

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void heal() {
    sandbox.heal("index.text");
    sandbox.heal("tasks.get");
    sandbox.heal("assets.list");
    sandbox.set("{\"visibility\": {\"list_lag_ms\": 0, \"vanish_probability\": 0}}");
    sandbox.set(slow(0));
  }

  @Test
  void aSubmitWithoutAResponseIsFoundAndNotSentAgain() {
    sandbox.set("{\"faults\": {\"index.text\": {\"drop_after\": 1.0}}}");
    String id = accept();
    awaitStatus(id, "DONE");
    assertEquals(1, submitsOf(id));
  }

  @Test
  void aLaggingListIsWaitedFor() {
    sandbox.set(
        """
        {"faults": {"index.text": {"drop_after": 1.0}}, "visibility": {"list_lag_ms": 1000}}
        """);
    String id = accept();
    awaitStatus(id, "DONE");
    assertEquals(1, submitsOf(id));
  }

  @Test
  void aSubmitThatDidNotHappenIsSentAgainAfterTheGrace() {
    sandbox.set("{\"faults\": {\"index.text\": {\"drop_before\": 1.0}}}");
    String id = accept();
    awaitPhase(id, "in_doubt");
    sandbox.heal("index.text");
    awaitStatus(id, "DONE");
    assertEquals(1, submitsOf(id));
  }

  @Test
  void aLateSubmitIsFoundWithinTheGrace() {
    sandbox.set("{\"faults\": {\"index.text\": {\"late\": 1.0, \"late_ms\": 900}}}");
    String id = accept();
    awaitPhase(id, "in_doubt");
    awaitStatus(id, "DONE");
    assertEquals(1, submitsOf(id));
  }

  @Test
  void aSecondAssetIsDeleted() {
    double before = duplicatesRemoved();
    TestCalls.endedTextTask("shows that the list shows what is there");
    sandbox.set("{\"faults\": {\"index.text\": {\"late\": 1.0, \"late_ms\": 6000}}}");
    sandbox.set(slow(9_000));
    String id = accept();
    awaitPhase(id, "in_doubt");
    sandbox.heal("index.text");
    Awaitility.await().until(() -> submitsOf(id) == 2);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> duplicatesRemoved() == before + 1);
    awaitStatus(id, "DONE");
    String kept = alice().get("/tasks/" + id).path("asset_id");
    assertEquals(List.of(kept), assetsOf(id));
    SeenDuplicates.assertSeen(id, kept);
  }

  @Test
  void aTaskSubmittedTwiceIsCancelledUpstream() {
    sandbox.set("{\"faults\": {\"index.text\": {\"drop_before\": 1.0}}}");
    sandbox.set(slow(60_000));
    String id = accept();
    awaitPhase(id, "in_doubt");
    sandbox.heal("index.text");
    awaitPhase(id, "running");
    alice().delete("/tasks/" + id).then().body("status", equalTo("CANCELLED"));
  }

  @Test
  void anUpstreamOutageLeavesTheTaskInDoubtAndSaysSo() {
    sandbox.set("{\"faults\": {\"index.text\": {\"drop_before\": 1.0}}}");
    sandbox.answer("assets.list", 503);
    String id = accept();
    awaitPhase(id, "in_doubt");
    Awaitility.await()
        .until(
            () ->
                given()
                    .get(exposed)
                    .asString()
                    .contains("anteroom_tasks{account=\"default\",phase=\"in_doubt\"} 1.0"));
    alice()
        .get("/tasks?phase=in_doubt")
        .then()
        .body("results.task_id", contains(id))
        .body("results[0].waits.reason", oneOf("in-doubt", "paused-by-503", "breaker"))
        .body("results[0].waits.class", equalTo("default"));
    sandbox.heal("index.text");
    sandbox.heal("assets.list");
    awaitStatus(id, "DONE");
  }

  @Test
  void aTaskUnknownUpstreamIsFoundByItsAsset() {
    sandbox.answer("tasks.get", 404);
    sandbox.set("{\"visibility\": {\"list_lag_ms\": 700}}");
    String id = accept();
    awaitStatus(id, "DONE");
    alice().get("/tasks/" + id).then().body("asset_id", notNullValue());
  }

  @Test
  void aTaskGoneWithItsAssetFails() {
    sandbox.set(
        """
        {"visibility": {"vanish_probability": 1.0, "vanish_after_ms": 0},
         "faults": {"tasks.get": {"forced_status": 404}}}
        """);
    String id = accept();
    awaitStatus(id, "FAILED");
    alice().get("/tasks/" + id).then().body("error", containsString("no longer knows"));
  }

  @Test
  void aCancelInDoubtEndsOnceItIsCertain() {
    sandbox.set("{\"faults\": {\"index.text\": {\"drop_before\": 1.0}}}");
    String id = accept();
    awaitPhase(id, "in_doubt");
    alice().delete("/tasks/" + id).then().body("status", equalTo("CANCELLED"));
    assertEquals(0, submitsOf(id));
  }

  private static String accept() {
    return json("{\"text\": \"doubt\", \"collection_id\": \"c\"}")
        .post("/index/text")
        .then()
        .statusCode(200)
        .extract()
        .path("task_id");
  }

  /** So far, also by other tests of this service. */
  private double duplicatesRemoved() {
    Counter counter =
        metrics.find("anteroom.assets.duplicates.removed").tag("account", "default").counter();
    return counter == null ? 0 : counter.count();
  }

  private static void awaitStatus(String id, String status) {
    alice()
        .header("Prefer", "wait=20")
        .get("/tasks/" + id)
        .then()
        .statusCode(200)
        .body("status", equalTo(status));
  }

  private static void awaitPhase(String id, String phase) {
    Awaitility.await().until(() -> alice().get("/tasks/" + id).path("phase").equals(phase));
  }

  private static String slow(int millis) {
    return """
    {"stages": {"text": {"processing": {"min_ms": %1$d, "max_ms": %1$d}}}}
    """
        .formatted(millis);
  }

  /** The list of the upstream, by both markers. */
  private static List<String> assetsOf(String task) {
    String body =
        """
        {"collections": ["c"], "filters": {"AND": [{"key": "metadata.anteroom_task",
          "operator": "in", "value": ["%1$s.1", "%1$s.2"]}]}}
        """
            .formatted(task);
    return given()
        .baseUri(ConfigProvider.getConfig().getValue("MIXPEEK_BASE_URL", String.class))
        .header("Authorization", "Bearer sandbox-enterprise-key")
        .contentType(ContentType.JSON)
        .body(body)
        .post("/assets")
        .path("results.asset_id");
  }

  private int submitsOf(String id) {
    return sandbox.counters().path("tasks_by_task_id").path(id).asInt();
  }
}
