package io.anteroom.api.callback;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.anteroom.TestCalls.json;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anteroom.ChangingResolver;
import io.anteroom.SandboxControl;
import io.anteroom.SpoolFolder;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.FastRetryProfile;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class CallbackRequestTest {

  /** A port without a listener. */
  private static final String NOBODY = "http://127.0.0.1:9/hook";

  @AfterEach
  void heal() {
    SandboxControl.ofTest().heal("index.text");
  }

  @Test
  void aForbiddenUrlIsRefusedAndNothingIsStored() {
    String collection = TestCalls.newCollection();
    for (String path : new String[] {"/index/text", "/index-and-wait"}) {
      json(body(collection, "http://10.0.0.1/hook"))
          .post(path)
          .then()
          .statusCode(400)
          .body("type", equalTo("/problems/callback-url-refused"))
          .body("field", equalTo("callback_url"));
    }
    json(body(collection, "http://127.0.0.1:9/\\u0000")).post("/index/text").then().statusCode(400);
    json(body(collection, "x".repeat(3000))).post("/index/text").then().statusCode(400);
    json(body(collection, "nonsense")).post("/index/text").then().statusCode(400);
    assertNothingStored(collection);
  }

  @Test
  void anUploadWhoseCallbackIsRefusedKeepsNoFile() {
    String collection = TestCalls.newCollection();
    alice()
        .multiPart("file", "a.txt", collection.getBytes(UTF_8), "text/plain")
        .multiPart("collection_id", collection)
        .multiPart("callback_url", "http://10.0.0.1/hook")
        .post("/index/upload")
        .then()
        .statusCode(400)
        .body("field", equalTo("callback_url"));
    assertFalse(SpoolFolder.ofTest().keeps(collection), "the file of a refused upload is kept");
    assertNothingStored(collection);
  }

  @Test
  void aRepeatedAcceptFindsItsTaskAfterTheNameChanged() {
    String host = TestCalls.newCollection() + ".test";
    String body = body("moved", "http://" + host + ":9/hook");
    ChangingResolver.set(host, "127.0.0.1");
    String task = keyed(host, body).then().statusCode(200).extract().path("task_id");
    ChangingResolver.set(host, "169.254.169.254");
    keyed(host, body).then().statusCode(200).body("task_id", equalTo(task));
    keyed("another " + host, body).then().statusCode(400);
    keyed(host, body("moved-on", "http://" + host + ":9/hook")).then().statusCode(422);
  }

  @Test
  void aRepeatedUploadFindsItsTaskAfterTheNameChanged() {
    String host = TestCalls.newCollection() + ".test";
    ChangingResolver.set(host, "127.0.0.1");
    String task = upload(host).then().statusCode(200).extract().path("task_id");
    ChangingResolver.set(host, "10.0.0.1");
    upload(host).then().statusCode(200).body("task_id", equalTo(task));
    Awaitility.await()
        .alias("no file is kept once the task has ended, that of the repeat neither")
        .until(() -> !SpoolFolder.ofTest().keeps(host));
  }

  private static Response keyed(String key, String body) {
    return json(body).header("Idempotency-Key", key).post("/index/text");
  }

  private static Response upload(String host) {
    return alice()
        .header("Idempotency-Key", host)
        .multiPart("file", "a.txt", host.getBytes(UTF_8), "text/plain")
        .multiPart("collection_id", "moved")
        .multiPart("callback_url", "http://" + host + ":9/hook")
        .post("/index/upload");
  }

  @Test
  void withoutASecretTheProblemNamesTheCallToMakeOne() {
    String collection = TestCalls.newCollection();
    given()
        .header("Authorization", "Bearer " + FastRetryProfile.CAROL)
        .contentType(ContentType.JSON)
        .body(body(collection, NOBODY))
        .post("/index/text")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/callback-secret-missing"))
        .body("detail", containsString("POST /callback-secret"));
  }

  @Test
  void theCallbackUrlIsPartOfTheFingerprint() {
    String collection = TestCalls.newCollection();
    String key = "key-" + collection;
    json(body(collection, NOBODY))
        .header("Idempotency-Key", key)
        .post("/index/text")
        .then()
        .statusCode(200);
    json(body(collection, NOBODY))
        .header("Idempotency-Key", key)
        .post("/index/text")
        .then()
        .statusCode(200);
    json(body(collection, NOBODY + "2"))
        .header("Idempotency-Key", key)
        .post("/index/text")
        .then()
        .statusCode(422);
    alice()
        .get("/tasks?collection_id=" + collection)
        .then()
        .body("pagination.total", equalTo(1))
        .body("results[0].callback_url", equalTo(NOBODY));
  }

  @Test
  void aRetryKeepsTheCallbackUrl() {
    SandboxControl.ofTest().answer("index.text", 422);
    String failed =
        json(body(TestCalls.newCollection(), NOBODY))
            .header("Prefer", "wait=20")
            .post("/index/text")
            .path("task_id");
    alice()
        .post("/tasks/" + failed + "/retry")
        .then()
        .statusCode(202)
        .body("callback_url", equalTo(NOBODY))
        .body("retry_of", equalTo(failed));
  }

  @Test
  void onlyAnEndedTaskWithACallbackIsDeliveredAgain() {
    String untold = TestCalls.endedTextTask("untold");
    alice()
        .post("/tasks/" + untold + "/redeliver")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/no-callback"));
    alice()
        .get("/tasks/" + untold + "/deliveries")
        .then()
        .statusCode(200)
        .body("state", equalTo("none"));
    bob().post("/tasks/" + untold + "/redeliver").then().statusCode(404);
    bob().get("/tasks/" + untold + "/deliveries").then().statusCode(404);
    alice().get("/tasks/nonsense/deliveries").then().statusCode(400);
    SandboxControl.ofTest().answer("index.text", 503);
    String running = json(body("c", NOBODY)).post("/index/text").path("task_id");
    alice()
        .post("/tasks/" + running + "/redeliver")
        .then()
        .statusCode(409)
        .body("detail", containsString("not ended"));
    alice()
        .get("/tasks/" + running + "/deliveries")
        .then()
        .statusCode(200)
        .body("state", equalTo("awaiting_end"))
        .body("url", equalTo(NOBODY));
    alice().header("Prefer", "respond-async").delete("/tasks/" + running);
  }

  private static void assertNothingStored(String collection) {
    alice().get("/tasks?collection_id=" + collection).then().body("pagination.total", equalTo(0));
  }

  private static String body(String collection, String url) {
    return "{\"text\": \"t\", \"collection_id\": \"%s\", \"callback_url\": \"%s\"}"
        .formatted(collection, url);
  }
}
