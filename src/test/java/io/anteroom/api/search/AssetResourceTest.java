package io.anteroom.api.search;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.anteroom.TestCalls.index;
import static io.anteroom.TestCalls.json;
import static io.anteroom.TestEnvironment.ALICE;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestCalls.Indexed;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Assets that are passed through. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class AssetResourceTest {

  @Inject Pool pool;

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @Test
  void anAssetHasOurTaskId() {
    Indexed made = index(ALICE, TestCalls.newCollection(), "ibex");
    alice()
        .get("/assets/" + made.asset())
        .then()
        .statusCode(200)
        .body("asset_id", equalTo(made.asset()))
        .body("task_id", equalTo(made.task()))
        .body("metadata.n", equalTo(1))
        .body("metadata", not(hasKey("anteroom_task")))
        .header("RateLimit", containsString("\"default\";r="));
    bob().get("/assets/" + made.asset()).then().statusCode(200).body("task_id", nullValue());
  }

  @Test
  void aListHasOurTaskIdsAndLinksToOurPages() {
    String collection = TestCalls.newCollection();
    Indexed one = index(ALICE, collection, "one");
    Indexed two = index(ALICE, collection, "two");
    String body = "{\"collections\": [\"%s\"], \"filters\": null}".formatted(collection);
    json(body)
        .post("/assets?page_size=100")
        .then()
        .statusCode(200)
        .body("results.task_id", hasItems(one.task(), two.task()))
        .body("results.metadata.findAll { it.containsKey('anteroom_task') }", empty());
    json(body)
        .post("/assets/?page=2&page_size=1")
        .then()
        .body("results", hasSize(1))
        .body(
            "pagination.previous_page",
            equalTo("http://localhost:" + RestAssured.port + "/assets/?page=1&page_size=1"));
    alice()
        .contentType("application/json")
        .post("/assets")
        .then()
        .statusCode(200)
        .body("results", notNullValue());
  }

  @Test
  void featuresAreReadAlone() {
    Indexed made = index(ALICE, TestCalls.newCollection(), "chamois");
    alice()
        .get("/assets/" + made.asset() + "/features")
        .then()
        .statusCode(200)
        .body("results[0].text", equalTo("chamois"));
    String with = "/tasks/" + made.task() + "?include=features";
    alice()
        .get(with)
        .then()
        .statusCode(200)
        .body("task_id", equalTo(made.task()))
        .body("features.results[0].text", equalTo("chamois"))
        .header("RateLimit", containsString("\"default\""))
        .header("ETag", notNullValue());
    alice().get("/tasks/" + made.task()).then().body("$", not(hasKey("features")));
    alice()
        .get("/tasks/" + made.task() + "?include=all")
        .then()
        .statusCode(400)
        .body("field", equalTo("include"));
  }

  @Test
  void aTaskWithoutAnAssetCostsNoCall() {
    String failed =
        json("{\"url\": \"http://127.0.0.1:1/nothing\", \"collection_id\": \"c\"}")
            .post("/index-and-wait")
            .path("task_id");
    await(pool.query("update task set asset_id = null where id = '" + failed + "'").execute());
    int before = sandbox.calls("assets.features");
    alice()
        .get("/tasks/" + failed + "?include=features")
        .then()
        .statusCode(200)
        .body("$", not(hasKey("features")));
    assertEquals(before, sandbox.calls("assets.features"));
  }

  @Test
  void anAssetIsRemoved() {
    Indexed made = index(ALICE, TestCalls.newCollection(), "gone soon");
    alice()
        .delete("/assets/" + made.asset() + "/")
        .then()
        .statusCode(200)
        .body("message", notNullValue());
    alice()
        .get("/assets/" + made.asset())
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/asset-not-found"));
  }

  /** The first attempt succeeded, and its response was lost. */
  @Test
  void aRepeatedRemovalSucceeds() {
    Indexed made = index(ALICE, TestCalls.newCollection(), "gone already");
    int before = sandbox.calls("assets.delete");
    sandbox.set("{\"faults\": {\"assets.delete\": {\"drop_after\": 1}}}");
    try {
      CompletableFuture<Response> removal =
          CompletableFuture.supplyAsync(() -> alice().delete("/assets/" + made.asset()));
      Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .until(() -> sandbox.calls("assets.delete") > before);
      sandbox.heal("assets.delete");
      removal.join().then().statusCode(200).body("message", notNullValue());
      assertTrue(sandbox.calls("assets.delete") > before + 1);
    } finally {
      sandbox.heal("assets.delete");
    }
    alice().delete("/assets/" + made.asset()).then().statusCode(404);
  }

  /** The cause of a failed connection names internal addresses. */
  @Test
  void aFailedConnectionIsReportedWithoutItsCause() {
    sandbox.set("{\"faults\": {\"assets.get\": {\"drop_before\": 1}}}");
    try {
      alice()
          .get("/assets/any")
          .then()
          .statusCode(502)
          .body("detail", equalTo("The call was sent, and no answer came."));
    } finally {
      sandbox.heal("assets.get");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/some", "/assets/some/features", "/tasks"})
  void anInvalidForwardedHostIs400(String path) {
    int before = sandbox.calls("assets.get");
    alice()
        .header("X-Forwarded-Host", "a b")
        .get(path)
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/malformed-request"));
    assertEquals(before, sandbox.calls("assets.get"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/%2e%2e%2ftasks", "/assets/a%2Fb", "/assets/a%3Fb/features"})
  void anIdWithEncodedSeparatorsIs404(String path) {
    alice().urlEncodingEnabled(false).get(path).then().statusCode(404);
  }
}
