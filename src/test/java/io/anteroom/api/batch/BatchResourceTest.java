package io.anteroom.api.batch;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.anteroom.TestCalls.json;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.SandboxControl;
import io.anteroom.SpoolFolder;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.CallbackReceiver;
import io.anteroom.callback.CallbackReceiver.Received;
import io.anteroom.callback.FastRetryProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches: accepting them, their callbacks, and a full queue. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BatchResourceTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject Pool pool;

  private final String collection = TestCalls.newCollection();
  private final CallbackReceiver callbackReceiver = new CallbackReceiver();

  @AfterEach
  void heal() {
    callbackReceiver.close();
    SandboxControl.ofTest().heal("index.url");
    await(
        pool.query(
                "update quota_class set paused_until = now(), last_429_at = null where class = 'index.url'")
            .execute());
  }

  @Test
  void eachItemHasItsTaskOrItsErrorInOrder() {
    String body =
        items(
            text("one"),
            "{\"text\": \"no collection\"}",
            "7",
            "{\"url\": \"nonsense\", \"collection_id\": \"c\"}",
            "{\"text\": \"t\", \"collection_id\": \"c\", \"callback_url\": \"http://10.0.0.1/\"}",
            "{\"collection_id\": \"c\"}",
            text("two"));
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
            () -> post(items(text("a"), url("b"), text("c"))).header("RateLimit"), notNullValue());
    post(items(text("a"), url("b"), text("c")))
        .then()
        .statusCode(202)
        .header("RateLimit", matchesPattern(classes))
        .header("RateLimit-Policy", containsString("\"index.text\";q="))
        .header("RateLimit-Policy", containsString("\"index.url\";q="));
    post(items(text("a"))).then().header("RateLimit", matchesPattern("\"index.text\";r=[^,]*"));
    post(items("{}")).then().statusCode(400).header("RateLimit", nullValue());
  }

  @Test
  void theSameKeyIsTheSameBatchAndOtherContentIsRefused() {
    String body = items(text("a"), "{}", text("b"));
    Response first = keyed(collection, body);
    first.then().statusCode(202);
    assertEquals(first.asString(), keyed(collection, body).asString());
    assertEquals(
        2, (int) alice().get("/tasks?collection_id=" + collection).path("pagination.total"));
    keyed(collection, items(text("a"), "{}"))
        .then()
        .statusCode(422)
        .body("field", equalTo("Idempotency-Key"));
    json(text("a"))
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
                        .mapToObj(i -> text("t"))
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
    refused("{\"items\": [" + text("t") + "], \"callback\": \"x\"}", "invalid-field", "callback");
    refused(
        "{\"items\": [" + text("t") + "], \"callback_url\": \"http://10.0.0.1/\"}",
        "callback-url-refused",
        "callback_url");
    String tooMany = String.join(",", Collections.nCopies(1001, text("t")));
    refused("{\"items\": [" + tooMany + "]}", "invalid-field", "items");
    post(items("{}", "[]"))
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/batch-refused"))
        .body("items.error.field", contains("items[0].url", "items[1]"));
    alice().get("/batches/nonsense").then().statusCode(400);
    alice().get("/tasks?collection_id=" + collection).then().body("pagination.total", equalTo(0));
  }

  @Test
  void aBatchLargerThanTheQueueIs400AndNot429() {
    carol(
            "/index/batch",
            collection,
            items(url("1"), url("2"), url("3"), url("4"), url("5"), url("6")))
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo("items"))
        .body("detail", containsString("at most 5"));
  }

  /** The client carol may have five in the queue; a refusal pauses its class for a minute. */
  @Test
  void aFullQueueIs429AndARepeatedKeyStillFindsItsTask() throws IOException {
    String upload = failedUpload();
    SandboxControl.ofTest().answer("index.url", 429);
    String key = collection;
    Response first = carol("/index/url", key, url("first"));
    first.then().statusCode(200);
    Response batch = carol("/index/batch", key + "b", items(url("1"), url("2")));
    batch.then().statusCode(202);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> carols("phase").stream().allMatch("queued"::equals) && paused());
    carol("/index/batch", key + "c", items(url("3"), url("4"), url("5")))
        .then()
        .statusCode(429)
        .body("type", equalTo("/problems/queue-full"))
        .body("detail", containsString("3 tasks"))
        .header("Retry-After", notNullValue());
    assertEquals(3, carols("task_id").size(), "a batch is refused whole");
    carol("/index/url", key + "4", url("4")).then().statusCode(200);
    carol("/index/url", key + "5", url("5")).then().statusCode(200);
    Response full = carol("/index/url", key + "6", url("6"));
    full.then().statusCode(429);
    int seconds = Integer.parseInt(full.header("Retry-After"));
    assertTrue(seconds > 30 && seconds <= 61, "no sooner than its class goes on: " + seconds);
    asCarol().post("/tasks/" + upload + "/retry").then().statusCode(429);
    uploaded(key + " refused").post("/index/upload").then().statusCode(429);
    assertTrue(SpoolFolder.ofTest().keeps("of a failed upload"), "a failed upload keeps its file");
    assertFalse(SpoolFolder.ofTest().keeps(key + " refused"), "what is refused leaves no file");
    carol("/index/url", key, url("first"))
        .then()
        .statusCode(200)
        .body("task_id", equalTo(first.path("task_id")));
    assertEquals(
        batch.asString(), carol("/index/batch", key + "b", items(url("1"), url("2"))).asString());
    asCarol().delete("/tasks/" + first.path("task_id")).then().statusCode(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> carol("/index/url", key + "6", url("6")).statusCode() == 200);
    carols("task_id").forEach(task -> asCarol().delete("/tasks/" + task));
  }

  private String failedUpload() {
    SandboxControl.ofTest().answer("index.upload", 422);
    String task =
        uploaded("of a failed upload")
            .header("Prefer", "wait=20")
            .post("/index-and-wait")
            .path("task_id");
    SandboxControl.ofTest().heal("index.upload");
    return task;
  }

  private RequestSpecification uploaded(String content) {
    return asCarol()
        .multiPart("file", "a.txt", content.getBytes(UTF_8), "text/plain")
        .multiPart("collection_id", "uploads");
  }

  private static boolean paused() {
    return alice().get("/quota").path("classes.find { it['class'] == 'index.url' }.paused_until")
        != null;
  }

  private static Response carol(String path, String key, String body) {
    return asCarol()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(body)
        .post(path);
  }

  private static RequestSpecification asCarol() {
    return given().header("Authorization", "Bearer " + FastRetryProfile.CAROL);
  }

  private List<String> carols(String field) {
    return asCarol()
        .get("/tasks?page_size=100&collection_id=" + collection)
        .path("results." + field);
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

  private static String items(String... items) {
    return Stream.of(items).collect(Collectors.joining(",", "{\"items\": [", "]}"));
  }

  private String url(String name) {
    return "{\"url\": \"https://example.com/%s\", \"collection_id\": \"%s\"}"
        .formatted(name, collection);
  }

  private String text(String text) {
    return "{\"text\": \"%s\", \"collection_id\": \"%s\"}".formatted(text, collection);
  }
}
