package io.anteroom.api.batch;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.anteroom.TestCalls.json;
import static io.anteroom.api.batch.BatchItems.items;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.callback.CallbackReceiver.Received;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Batches: accepting them, and their callbacks. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BatchResourceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String collection = TestCalls.newCollection();
  private final BatchItems items = new BatchItems(collection);

  @AutoClose private final CallbackReceiver callbackReceiver = new CallbackReceiver();

  @Test
  void eachItemHasItsTaskOrItsErrorInOrder() {
    String body =
        items(
            items.text("one"),
            "{\"text\": \"no collection\"}",
            "7",
            "{\"url\": \"nonsense\", \"collection_id\": \"c\"}",
            "{\"text\": \"t\", \"collection_id\": \"c\", \"callback_url\": \"http://10.0.0.1/\"}",
            "{\"collection_id\": \"c\"}",
            items.text("two"));
    Response answer = post(body);
    answer
        .then()
        .statusCode(202)
        .body("accepted", equalTo(2))
        .body("refused", equalTo(5))
        .body("items", hasSize(7))
        .body("items[0].task_id", notNullValue())
        .body("items[0].error", nullValue())
        .body("items[1].task_id", nullValue())
        .body("items[1].error.type", equalTo("/problems/missing-field"))
        .body("items[1].error.status", equalTo(400))
        .body("items[1].error.field", equalTo("items[1].collection_id"))
        .body("items[2].error.field", equalTo("items[2]"))
        .body("items[3].error.field", equalTo("items[3].url"))
        .body("items[4].error.type", equalTo("/problems/callback-url-refused"))
        .body("items[5].error.field", equalTo("items[5].url"));
    String batch = answer.path("batch_id");
    assertTrue(answer.header("Location").endsWith("/batches/" + batch));
    alice()
        .get("/tasks?batch=" + batch)
        .then()
        .body(
            "results.task_id",
            contains((String) answer.path("items[6].task_id"), answer.path("items[0].task_id")))
        .body("results[0].batch_id", equalTo(batch));
    bob().get("/tasks?batch=" + batch).then().body("results", hasSize(0));
    bob().get("/batches/" + batch).then().statusCode(404);
    ended(batch)
        .body("total", equalTo(2))
        .body("refused", equalTo(5))
        .body("counts.DONE", equalTo(2))
        .body("counts.PROCESSING", equalTo(0))
        .body("ended_at", notNullValue());
    alice().get("/batches/" + batch + "/deliveries").then().body("state", equalTo("none"));
    alice().post("/batches/" + batch + "/redeliver").then().statusCode(409);
  }

  @Test
  void rateLimitHeadersNameEachClassOfTheItems() {
    String classes =
        "\"index.text\";r=.*, \"index.url\";r=.*|\"index.url\";r=.*, \"index.text\";r=.*";
    Awaitility.await() // the first answers may come before it is known
        .until(
            () -> post(items(items.text("a"), items.url("b"), items.text("c"))).header("RateLimit"),
            notNullValue());
    post(items(items.text("a"), items.url("b"), items.text("c")))
        .then()
        .statusCode(202)
        .header("RateLimit", matchesPattern(classes))
        .header("RateLimit-Policy", containsString("\"index.text\";q="))
        .header("RateLimit-Policy", containsString("\"index.url\";q="));
    post(items(items.text("a")))
        .then()
        .header("RateLimit", matchesPattern("\"index.text\";r=[^,]*"));
    post(items("{}")).then().statusCode(400).header("RateLimit", nullValue());
  }

  @Test
  void theSameKeyIsTheSameBatchAndOtherContentIsRefused() {
    String body = items(items.text("a"), "{}", items.text("b"));
    Response first = keyed(collection, body);
    first.then().statusCode(202);
    assertEquals(first.asString(), keyed(collection, body).asString());
    assertEquals(
        2, (int) alice().get("/tasks?collection_id=" + collection).path("pagination.total"));
    keyed(collection, items(items.text("a"), "{}"))
        .then()
        .statusCode(422)
        .body("field", equalTo("Idempotency-Key"));
    json(items.text("a"))
        .header("Idempotency-Key", collection)
        .post("/index/text")
        .then()
        .statusCode(422);
  }

  @Test
  void itsEndHasOneCallbackWithCounts() throws IOException {
    Response answer =
        post(
            "{\"items\": [%s], \"callback_url\": \"%s\", \"reference\": \"mine\"}"
                .formatted(
                    IntStream.range(0, 40)
                        .mapToObj(i -> items.text("t"))
                        .collect(Collectors.joining(",")),
                    callbackReceiver.url("/batch")));
    answer.then().statusCode(202).body("accepted", equalTo(40));
    String batch = answer.path("batch_id");
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> deliveries(batch).getString("state").equals("delivered"));
    assertEquals(1, callbackReceiver.count());
    Received told = callbackReceiver.at("/batch").get(0);
    JsonNode body = JSON.readTree(told.bytes());
    assertEquals("msg_" + batch, told.id());
    assertEquals("batch.ended", body.path("type").asText());
    assertEquals(JSON.readTree(alice().get("/batches/" + batch).asString()), body.path("data"));
    assertEquals(40, body.path("data").path("counts").path("DONE").asInt());
    assertEquals("mine", body.path("data").path("reference").asText());
    alice().post("/batches/" + batch + "/redeliver").then().statusCode(202);
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> callbackReceiver.count() == 2);
    assertEquals(told.id(), callbackReceiver.last().id());
  }

  @Test
  void anInvalidBatchIsRefusedWhole() {
    refused("{}", "missing-field", "items");
    refused("{\"items\": []}", "invalid-field", "items");
    refused("{\"items\": {}}", "invalid-field", "items");
    refused(
        "{\"items\": [" + items.text("t") + "], \"callback\": \"x\"}", "invalid-field", "callback");
    refused(
        "{\"items\": [" + items.text("t") + "], \"callback_url\": \"http://10.0.0.1/\"}",
        "callback-url-refused",
        "callback_url");
    String tooMany = String.join(",", Collections.nCopies(1001, items.text("t")));
    refused("{\"items\": [" + tooMany + "]}", "invalid-field", "items");
    post(items("{}", "[]"))
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/batch-refused"))
        .body("items.error.field", contains("items[0].url", "items[1]"));
    alice().get("/batches/nonsense").then().statusCode(400);
    alice().get("/tasks?collection_id=" + collection).then().body("pagination.total", equalTo(0));
  }

  private static ValidatableResponse ended(String batch) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> alice().get("/batches/" + batch).path("open").equals(0));
    return alice().get("/batches/" + batch).then().statusCode(200);
  }

  private static JsonPath deliveries(String batch) {
    return alice().get("/batches/" + batch + "/deliveries").then().extract().jsonPath();
  }

  private void refused(String body, String type, String field) {
    post(body)
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/" + type))
        .body("field", equalTo(field));
  }

  private static Response post(String body) {
    return json(body).post("/index/batch");
  }

  private static Response keyed(String key, String body) {
    return json(body).header("Idempotency-Key", key).post("/index/batch");
  }
}
