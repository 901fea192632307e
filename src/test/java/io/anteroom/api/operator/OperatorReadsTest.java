package io.anteroom.api.operator;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestCalls.of;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator with the role read sees the tasks of all clients, and touches none. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class OperatorReadsTest {

  @Test
  void theListIsOfAllClientsOrOfThoseThatAreNamed() {
    String collection = TestCalls.newCollection();
    Instant before = Instant.now().minusSeconds(1);
    String ofAlice = TestCalls.index(TestEnvironment.ALICE, collection, "one").task();
    String ofBob = TestCalls.index(TestEnvironment.BOB, collection, "two").task();
    String in = "/tasks?collection_id=" + collection;
    reader()
        .get(in)
        .then()
        .statusCode(200)
        .body("results.task_id", contains(ofBob, ofAlice))
        .body("results.client", contains("bob", "alice"))
        .body("results.account", contains("default", "default"))
        .body("results[0]", not(hasKey("request")));
    assertEquals(List.of(ofBob), ids(in + "&client=bob&phase=ended"));
    assertEquals(List.of(ofBob, ofAlice), ids(in + "&client=bob,alice&status=DONE"));
    assertEquals(List.of(), ids(in + "&client=nobody"));
    assertEquals(List.of(), ids(in + "&phase=queued,in_doubt"));
    assertTrue(
        ids("/tasks?page_size=100&created_after=" + before).containsAll(List.of(ofBob, ofAlice)));
    String after = reader().get(in + "&page_size=1").path("pagination.next_page");
    assertTrue(after.contains("page=2"), after);
    assertEquals(List.of(ofAlice), ids(in + "&after=" + ofBob));
  }

  @Test
  void aClientListsItsOwnOnlyAndSeesNoClient() {
    alice()
        .get("/tasks?client=alice")
        .then()
        .statusCode(200)
        .body("results.client", everyItem(nullValue()));
    for (String other : List.of("bob", "alice,bob", "nobody")) {
      alice()
          .get("/tasks?client=" + other)
          .then()
          .statusCode(403)
          .body("type", equalTo("/problems/operators-only"))
          .body("field", equalTo("client"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"client=", "client=a,,b", "phase=QUEUED", "phase=waiting", "doubled=1"})
  void anInvalidFilterIsNamed(String query) {
    reader()
        .get("/tasks?" + query)
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo(query.substring(0, query.indexOf('='))));
  }

  @Test
  void oneTaskHasItsClientAndItsRequestOnlyWhereThatIsAskedFor() {
    String id = TestCalls.index(TestEnvironment.BOB, TestCalls.newCollection(), "1e400").task();
    reader()
        .get("/tasks/" + id)
        .then()
        .statusCode(200)
        .header("ETag", notNullValue())
        .body("client", equalTo("bob"))
        .body("$", not(hasKey("request")));
    reader()
        .get("/tasks/" + id + "?include=request")
        .then()
        .statusCode(200)
        .body("request.text", equalTo("1e400"))
        .body("request.metadata.n", equalTo(1));
    of(TestEnvironment.BOB)
        .get("/tasks/" + id + "?include=features,request")
        .then()
        .statusCode(200)
        .body("request.text", equalTo("1e400"))
        .body("$", hasKey("features"))
        .body("$", not(hasKey("client")));
    reader()
        .header("If-None-Match", "*")
        .header("Prefer", "wait=1")
        .get("/tasks/" + id)
        .then()
        .statusCode(304);
    reader()
        .get("/tasks/" + id + "?include=features")
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/clients-only"));
    reader().get("/tasks/" + id + "?include=everything").then().statusCode(400);
    reader().get("/tasks/" + id + "/deliveries").then().statusCode(200);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    String nothing = "00000000-0000-7000-8000-000000000000";
    for (String call : List.of("/tasks/%s", "/tasks/%s/deliveries", "/tasks/%s/events")) {
      reader()
          .get(call.formatted(nothing))
          .then()
          .statusCode(404)
          .body("type", equalTo("/problems/task-not-found"));
    }
    for (String call : List.of("/batches/%s", "/batches/%s/deliveries")) {
      reader()
          .get(call.formatted(nothing))
          .then()
          .statusCode(404)
          .body("type", equalTo("/problems/batch-not-found"));
    }
  }

  @Test
  void aBatchHasItsClient() {
    String batch =
        jsonOf(TestEnvironment.BOB, "{\"items\": [{\"text\": \"x\", \"collection_id\": \"c\"}]}")
            .post("/index/batch")
            .then()
            .statusCode(202)
            .extract()
            .path("batch_id");
    reader()
        .get("/batches/" + batch)
        .then()
        .statusCode(200)
        .body("client", equalTo("bob"))
        .body("total", equalTo(1));
    of(TestEnvironment.BOB).get("/batches/" + batch).then().body("$", not(hasKey("client")));
    assertEquals(1, ids("/tasks?batch=" + batch).size());
    Awaitility.await().until(() -> ids("/tasks?status=DONE&batch=" + batch).size() == 1);
  }

  @Test
  void anOperatorThatReadsChangesNoTask() {
    String id = TestCalls.endedTextTask("not touched");
    reader()
        .delete("/tasks/" + id)
        .then()
        .statusCode(403)
        .body("type", equalTo("/problems/admins-only"));
    for (String call : List.of("/tasks/" + id + "/retry", "/tasks/" + id + "/redeliver")) {
      reader().post(call).then().statusCode(403).body("type", equalTo("/problems/admins-only"));
    }
  }

  @Test
  void anOperatorMakesNoCallOfAClient() {
    for (String key : List.of(TestEnvironment.READER, TestEnvironment.OPERATOR)) {
      for (String call : List.of("/index/text", "/index/batch", "/search/text")) {
        of(key)
            .contentType("application/json")
            .body("{}")
            .post(call)
            .then()
            .statusCode(403)
            .body("type", equalTo("/problems/clients-only"));
      }
    }
  }

  private static List<String> ids(String list) {
    return reader().get(list).then().statusCode(200).extract().path("results.task_id");
  }

  private static RequestSpecification reader() {
    return of(TestEnvironment.READER);
  }
}
