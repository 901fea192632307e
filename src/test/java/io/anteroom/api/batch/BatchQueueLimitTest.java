package io.anteroom.api.batch;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.api.batch.BatchItems.items;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SandboxControl;
import io.anteroom.SpoolFolder;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.FastRetryProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Batches and the queue limit: the client carol may have five tasks in the queue. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class BatchQueueLimitTest {

  @Inject Pool pool;

  private final String collection = TestCalls.newCollection();
  private final BatchItems items = new BatchItems(collection);

  @AfterEach
  void heal() {
    SandboxControl.ofTest().heal("index.url");
    await(
        pool.query(
                "update quota_class set paused_until = now(), last_429_at = null where class = 'index.url'")
            .execute());
  }

  @Test
  void aBatchLargerThanTheQueueIs400AndNot429() {
    carol(
            "/index/batch",
            collection,
            items(
                items.url("1"),
                items.url("2"),
                items.url("3"),
                items.url("4"),
                items.url("5"),
                items.url("6")))
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
    Response first = carol("/index/url", key, items.url("first"));
    first.then().statusCode(200);
    Response batch = carol("/index/batch", key + "b", items(items.url("1"), items.url("2")));
    batch.then().statusCode(202);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> carols("phase").stream().allMatch("queued"::equals) && paused());
    carol("/index/batch", key + "c", items(items.url("3"), items.url("4"), items.url("5")))
        .then()
        .statusCode(429)
        .body("type", equalTo("/problems/queue-full"))
        .body("detail", containsString("3 tasks"))
        .header("Retry-After", notNullValue());
    assertEquals(3, carols("task_id").size(), "a batch is refused whole");
    carol("/index/url", key + "4", items.url("4")).then().statusCode(200);
    carol("/index/url", key + "5", items.url("5")).then().statusCode(200);
    Response full = carol("/index/url", key + "6", items.url("6"));
    full.then().statusCode(429);
    int seconds = Integer.parseInt(full.header("Retry-After"));
    assertTrue(seconds > 30 && seconds <= 61, "no sooner than its class goes on: " + seconds);
    asCarol().post("/tasks/" + upload + "/retry").then().statusCode(429);
    uploaded(key + " refused").post("/index/upload").then().statusCode(429);
    assertTrue(SpoolFolder.ofTest().keeps("of a failed upload"), "a failed upload keeps its file");
    assertFalse(SpoolFolder.ofTest().keeps(key + " refused"), "what is refused leaves no file");
    carol("/index/url", key, items.url("first"))
        .then()
        .statusCode(200)
        .body("task_id", equalTo(first.path("task_id")));
    assertEquals(
        batch.asString(),
        carol("/index/batch", key + "b", items(items.url("1"), items.url("2"))).asString());
    asCarol().delete("/tasks/" + first.path("task_id")).then().statusCode(200);
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> carol("/index/url", key + "6", items.url("6")).statusCode() == 200);
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
}
