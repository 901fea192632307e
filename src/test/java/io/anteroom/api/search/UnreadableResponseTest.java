package io.anteroom.api.search;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.index;
import static io.anteroom.TestCalls.json;
import static io.anteroom.TestEnvironment.ALICE;
import static io.anteroom.TestEnvironment.FRANK;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestCalls.Indexed;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A response of the upstream that cannot be read is an outage, never an empty success. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class UnreadableResponseTest {

  private static final String HTML = "<html><body>Welcome</body></html>";

  @Inject Pool pool;

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void heal() {
    for (String endpoint :
        new String[] {
          "search.text",
          "assets.list",
          "assets.get",
          "assets.delete",
          "assets.features",
          "index.text",
          "tasks.get"
        }) {
      sandbox.heal(endpoint);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {HTML, "NaN", "{\"results\": [{\"score\": NaN}]}", "", "null", "\"ok\""})
  void aSearchIs502(String body) {
    answer("search.text", 200, body);
    unreadable(json("{\"query\": \"x\"}").post("/search/text"));
  }

  @Test
  void aSearchWithoutContentIs502() {
    answer("search.text", 204, "");
    unreadable(json("{\"query\": \"x\"}").post("/search/text"));
  }

  @Test
  void aListOfAssetsIs502() {
    for (String body : new String[] {HTML, "{\"results\": ["}) {
      answer("assets.list", 200, body);
      unreadable(json("{}").post("/assets"));
    }
  }

  /** Nested deeper than any parser reads, as metadata of one client can be. */
  @Test
  void aListThatIsNestedTooDeeplyIs502() {
    answer("assets.list", 200, "{\"results\":" + "[".repeat(3000) + "]".repeat(3000) + "}");
    unreadable(json("{}").post("/assets"));
  }

  @Test
  void anAssetAndItsFeaturesAre502() {
    Indexed made = index(ALICE, "c", "saiga");
    for (String endpoint : new String[] {"assets.get", "assets.features"}) {
      answer(endpoint, 200, HTML);
    }
    unreadable(alice().get("/assets/" + made.asset()));
    unreadable(alice().get("/assets/" + made.asset() + "/features"));
  }

  @Test
  void aRemovalIs502() {
    Indexed made = index(ALICE, "c", "dodo");
    answer("assets.delete", 200, HTML);
    unreadable(alice().delete("/assets/" + made.asset()));
    answer("assets.delete", 200, "");
    unreadable(alice().delete("/assets/" + made.asset()));
    answer("assets.delete", 204, "");
    alice()
        .delete("/assets/" + made.asset())
        .then()
        .statusCode(200)
        .body("message", equalTo("The asset is removed."));
    sandbox.heal("assets.delete");
    alice().get("/assets/" + made.asset()).then().statusCode(200);
  }

  /** Its 404 is not that of the asset, nor its 400 that of the request. */
  @ParameterizedTest
  @ValueSource(ints = {302, 307, 400, 401, 403, 404, 410, 500, 503})
  void anErrorOfAnIntermediaryIs502(int status) {
    Indexed made = index(ALICE, "c", "quagga");
    for (String endpoint :
        new String[] {
          "search.text", "assets.list", "assets.get", "assets.delete", "assets.features"
        }) {
      answer(endpoint, status, HTML);
    }
    unreadable(json("{\"query\": \"x\"}").post("/search/text"));
    unreadable(json("{}").post("/assets"));
    unreadable(alice().get("/assets/" + made.asset()));
    unreadable(alice().get("/assets/" + made.asset() + "/features"));
    unreadable(alice().delete("/assets/" + made.asset()));
    unreadable(TestCalls.of(FRANK).get("/assets/" + made.asset() + "/features"));
  }

  /** A 404 here would be cached for a minute. */
  @Test
  void aRestrictedClientGets502AndNot404() {
    String asset = index(FRANK, "franks", "okapi").asset();
    answer("assets.get", 200, HTML);
    unreadable(TestCalls.of(FRANK).get("/assets/" + asset + "/features"));
    answer("assets.get", 200, "{\"message\": \"welcome\"}");
    TestCalls.of(FRANK)
        .get("/assets/" + asset + "/features")
        .then()
        .statusCode(502)
        .body("type", equalTo("/problems/upstream-unreadable"));
    TestCalls.of(FRANK).get("/assets/" + asset).then().statusCode(502);
    sandbox.heal("assets.get");
    TestCalls.of(FRANK).get("/assets/" + asset + "/features").then().statusCode(200);
  }

  /** The submit may have happened: the page can come from a proxy that gave up. */
  @Test
  void aSubmitIsInDoubt() {
    answer("index.text", 200, HTML);
    String id =
        json("{\"text\": \"doubtful\", \"collection_id\": \"c\"}")
            .header("Prefer", "respond-async")
            .post("/index-and-wait")
            .path("task_id");
    Awaitility.await().until(() -> alice().get("/tasks/" + id).path("phase").equals("in_doubt"));
    assertEquals("INITIALIZING", alice().get("/tasks/" + id).path("status"));
  }

  /** A page of a proxy must not make tasks be polled alone from then on. */
  @ParameterizedTest
  @ValueSource(
      strings = {HTML, "{\"results\": [{\"x\": NaN}]}", "{\"message\": \"welcome\"}", "[]"})
  void aPollChangesNothing(String body) {
    answer("assets.list", 200, body);
    answer("tasks.get", 200, body);
    int before = sandbox.calls("assets.list");
    String id =
        json("{\"text\": \"looked at\", \"collection_id\": \"c\"}")
            .header("Prefer", "respond-async")
            .post("/index-and-wait")
            .path("task_id");
    Awaitility.await()
        .until(() -> sandbox.calls("assets.list") + sandbox.calls("tasks.get") > before);
    alice().get("/tasks/" + id).then().body("upstream_status", equalTo(null));
    assertFalse(isPolledAlone(id));
    sandbox.heal("assets.list");
    sandbox.heal("tasks.get");
    alice().header("Prefer", "wait=20").get("/tasks/" + id).then().body("status", equalTo("DONE"));
  }

  @Test
  void aCompressedResponseIsRead() throws IOException {
    byte[] list = "{\"results\": [{\"score\": 1.50}], \"pagination\": {}}".getBytes();
    sandbox.answer("search.text", 200, "application/json", "gzip", gzip(list));
    String body =
        json("{\"query\": \"x\"}").post("/search/text").then().statusCode(200).extract().asString();
    assertEquals("{\"results\":[{\"score\":1.50}],\"pagination\":{}}", body);
    sandbox.answer("search.text", 200, "application/json", "gzip", list);
    unreadable(json("{\"query\": \"x\"}").post("/search/text"));
    sandbox.answer("search.text", 200, "application/json", "br", list);
    unreadable(json("{\"query\": \"x\"}").post("/search/text"));
    byte[] bomb = gzip(new byte[200_000_000]);
    sandbox.answer("search.text", 200, "application/json", "gzip", bomb);
    problem(json("{\"query\": \"x\"}").post("/search/text"))
        .statusCode(502)
        .body("detail", containsString("larger than"));
  }

  private static void unreadable(Response response) {
    problem(response)
        .statusCode(502)
        .body("type", equalTo("/problems/upstream-unreadable"))
        .body("detail", containsString("cannot be read"))
        .body("detail", not(containsString("Welcome")));
  }

  private static ValidatableResponse problem(Response response) {
    return response.then().contentType("application/problem+json").body("$", hasKey("title"));
  }

  private void answer(String endpoint, int status, String body) {
    sandbox.answer(endpoint, status, "text/html", body.getBytes(StandardCharsets.UTF_8));
  }

  private boolean isPolledAlone(String task) {
    return await(pool.query("select poll_one_by_one from task where id = '" + task + "'").execute())
        .iterator()
        .next()
        .getBoolean(0);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
