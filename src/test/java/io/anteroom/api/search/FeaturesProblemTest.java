package io.anteroom.api.search;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static io.anteroom.TestCalls.jsonOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.anteroom.QuotaOfAccount;
import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task that is DONE is answered as it is where its features cannot be had. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class FeaturesProblemTest {

  /** In milliseconds. */
  private static final long SLOW = 60_000;

  @Inject Pool pool;

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void heal() {
    sandbox.heal("assets.features");
    sandbox.set("{\"latency\": {\"assets.features\": null}}");
    QuotaOfAccount.free(pool, "small");
  }

  @ParameterizedTest
  @CsvSource({
    "401, 502, upstream-unauthorized",
    "403, 502, upstream-unauthorized",
    "404, 404, asset-not-found",
    "418, 418, upstream-refused",
    "302, 502, upstream-refused",
    "503, 502, upstream-unavailable"
  })
  void aResponseOfTheUpstreamThatHasNone(int answer, int status, String type) {
    sandbox.answer("assets.features", answer);
    told(accepted(), status, type);
    told(read(TestCalls.endedTextTask("no features " + answer)), status, type);
  }

  @Test
  void aResponseThatCannotBeRead() {
    sandbox.answer("assets.features", 200, "text/html", "<html/>".getBytes());
    told(accepted(), 502, "upstream-unreadable");
  }

  @Test
  void aTaskOfWhichNoAssetIsKnown() {
    String task = TestCalls.endedTextTask("no asset");
    await(pool.query("update task set asset_id = null where id = '" + task + "'").execute());
    int before = sandbox.calls("assets.features");
    told(read(task), 404, "asset-not-found")
        .body("features_problem.detail", containsString("which asset"));
    assertEquals(before, sandbox.calls("assets.features"));
  }

  /** Dave's account is its own. A wait of 0 s is for a permit that is there. */
  @Test
  void noPermitInTime() {
    String task =
        jsonOf(TestEnvironment.DAVE, "{\"text\": \"late\", \"collection_id\": \"c\"}")
            .header("Prefer", "wait=60")
            .post("/index-and-wait")
            .path("task_id");
    sandbox.answer("assets.features", 429);
    told(
            TestCalls.of(TestEnvironment.DAVE)
                .header("Prefer", "wait=0")
                .get("/tasks/" + task + "?include=features")
                .then(),
            429,
            "quota-exhausted")
        .body("features_problem.retry_after_seconds", greaterThan(0));
  }

  /** Whoever waits is answered soon after its wait, whatever the upstream does. */
  @Test
  void aSlowUpstream() {
    sandbox.set(
        "{\"latency\": {\"assets.features\": {\"jitter_min_ms\": %1$d, \"jitter_max_ms\": %1$d}}}"
            .formatted(SLOW));
    String task = TestCalls.endedTextTask("slow features");
    assertTimeout(
        Duration.ofMillis(SLOW - 20_000),
        () ->
            told(
                    alice()
                        .header("Prefer", "wait=0")
                        .get("/tasks/" + task + "?include=features")
                        .then(),
                    502,
                    "upstream-unavailable")
                .body("features_problem.detail", equalTo("The upstream took too long.")));
  }

  /** The tag is that of the answer with features: who has only the problem asks again. */
  @Test
  void theAnswerHasNoTag() {
    String task = TestCalls.endedTextTask("tagged");
    sandbox.answer("assets.features", 418);
    read(task).header("ETag", nullValue());
    sandbox.heal("assets.features");
    String tag = read(task).body("$", not(hasKey("features_problem"))).extract().header("ETag");
    alice()
        .header("If-None-Match", tag)
        .get("/tasks/" + task + "?include=features")
        .then()
        .statusCode(304);
  }

  private static ValidatableResponse accepted() {
    return json("{\"text\": \"x\", \"collection_id\": \"c\"}")
        .header("Prefer", "wait=60")
        .post("/index-and-wait?include=features")
        .then();
  }

  private static ValidatableResponse read(String task) {
    return alice().get("/tasks/" + task + "?include=features").then();
  }

  private static ValidatableResponse told(ValidatableResponse answer, int status, String type) {
    return answer
        .statusCode(200)
        .body("status", equalTo("DONE"))
        .body("$", not(hasKey("features")))
        .body("features_problem.type", equalTo("/problems/" + type))
        .body("features_problem.status", equalTo(status));
  }
}
