package io.anteroom.submit;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SandboxControl;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The response codes of the specification, as responses to real submits. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class SubmitResponsesTest {

  private static final String TEXT = "{\"text\": \"answers\", \"collection_id\": \"c\"}";

  private final SandboxControl sandbox = SandboxControl.ofTest();

  @AfterEach
  void heal() {
    sandbox.set("{\"limits\": {\"window_ms\": 60000}}");
    for (String endpoint : new String[] {"index.text", "search.text", "tasks.get", "assets.list"}) {
      sandbox.heal(endpoint);
    }
  }

  @Test
  void code200IsDone() {
    index("wait=20").statusCode(200).body("status", equalTo("DONE"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 422})
  void a4xxIsAProblemWithTheUpstreamsStatusAndMessage(int status) {
    sandbox.answer("index.text", status);
    String id =
        index("wait=20")
            .statusCode(status)
            .body("type", equalTo("/problems/upstream-refused"))
            .body("detail", notNullValue())
            .extract()
            .path("task_id");
    alice()
        .get("/tasks/" + id)
        .then()
        .statusCode(200)
        .body("status", equalTo("FAILED"))
        .body("failure.reason", equalTo("upstream-refused"))
        .body("failure.upstream_status", equalTo(status))
        .body("failure.message", notNullValue())
        .body("error", notNullValue());
    alice()
        .get("/tasks/" + id + "/events")
        .then()
        .body(containsString("\"failure\":{\"reason\":\"upstream-refused\""));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void anUnauthorizedSubmitFailsWhileTheAccountWorks(int status) {
    sandbox.answer("index.text", status);
    index("wait=20").statusCode(status).body("type", equalTo("/problems/upstream-refused"));
  }

  @Test
  void code429WaitsAndIsNoFailedAttempt() {
    sandbox.set("{\"limits\": {\"window_ms\": 1000}}");
    sandbox.answer("index.text", 429);
    String id = index("respond-async").statusCode(202).extract().path("task_id");
    Awaitility.await().until(() -> refusals("index.text", "429") > 0);
    sandbox.heal("index.text");
    alice().header("Prefer", "wait=60").get("/tasks/" + id).then().body("status", equalTo("DONE"));
  }

  @Test
  void a5xxIsInDoubtAndNotSentAgain() {
    sandbox.answer("index.text", 503);
    String id = index("respond-async").statusCode(202).extract().path("task_id");
    Awaitility.await().until(() -> alice().get("/tasks/" + id).path("phase").equals("in_doubt"));
    assertEquals("INITIALIZING", alice().get("/tasks/" + id).path("status"));
  }

  @Test
  void aRedirectIsNotFollowed() {
    sandbox.set("{\"faults\": {\"index.text\": {\"redirect\": 1.0}}}");
    index("wait=20").statusCode(502).body("type", equalTo("/problems/upstream-refused"));
  }

  @Test
  void aSearchIsRetriedWithAPermitForEachAttempt() {
    sandbox.answer("search.text", 503);
    int before = sandbox.calls("search.text");
    search()
        .statusCode(502)
        .header("Retry-After", "1")
        .body("type", equalTo("/problems/upstream-unavailable"));
    assertEquals(3, sandbox.calls("search.text") - before, "one call and two retries");
  }

  @Test
  void anUpstreamWithoutAListIsPolledOneByOne() {
    sandbox.answer("assets.list", 405);
    for (int i = 0; i < 3; i++) {
      index("respond-async").statusCode(202);
    }
    String last = index("wait=30").statusCode(200).extract().path("status");
    assertEquals("DONE", last);
    assertTrue(sandbox.calls("tasks.get") > 0);
  }

  private static ValidatableResponse index(String prefer) {
    return json(TEXT).header("Prefer", prefer).post("/index-and-wait").then();
  }

  private static ValidatableResponse search() {
    return json("{\"query\": \"answers\"}").post("/search/text").then();
  }

  private int refusals(String endpoint, String outcome) {
    return sandbox
        .counters()
        .path("endpoints")
        .path(endpoint)
        .path("outcomes")
        .path(outcome)
        .asInt();
  }
}
