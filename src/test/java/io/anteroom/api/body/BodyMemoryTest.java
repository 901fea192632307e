package io.anteroom.api.body;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.jsonOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SandboxControl;
import io.anteroom.ShortGraces;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.anteroom.waiting.WaitRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The memory for bodies, of all and of each client, and when it is released. */
@QuarkusTest
@TestProfile(ShortGraces.class)
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class BodyMemoryTest {

  private static final String LARGE = text(100_000);

  @Inject Pool pool;
  @Inject WaitRegistry registry;

  @Test
  void aBodyWithoutRoomIsRefusedEarlyAndAcceptedLater() throws Exception {
    try (Socket half = halfABody(TestEnvironment.ALICE, 150_000)) {
      awaitFull(TestEnvironment.ALICE);
      assertFull(jsonOf(TestEnvironment.ALICE, LARGE).post("/index/text"), "of this client");
      assertFull(jsonOf(TestEnvironment.ALICE, LARGE).post("/search/text"), "of this client");
      assertFull(jsonOf(TestEnvironment.ALICE, LARGE).post("/index/batch"), "of this client");
      HttpResponse<String> chunked = chunked(LARGE);
      assertEquals(503, chunked.statusCode(), chunked.body());
      assertTrue(chunked.body().contains("/problems/memory-full"), chunked.body());
      jsonOf(TestEnvironment.ALICE, text(1_000)).post("/index/text").then().statusCode(200);
      jsonOf(TestEnvironment.BOB, LARGE).post("/index/text").then().statusCode(200);
      assertFull(jsonOf(TestEnvironment.BOB, text(200_000)).post("/index/text"), "of clients");
    }
    Awaitility.await()
        .until(() -> jsonOf(TestEnvironment.ALICE, LARGE).post("/index/text").statusCode() == 200);
  }

  @Test
  void aBodyIsReleasedWithItsAccept() {
    SandboxControl sandbox = SandboxControl.ofTest();
    sandbox.answer("index.text", 503);
    try {
      Thread waiting =
          new Thread(
              () ->
                  jsonOf(TestEnvironment.FRANK, large("franks"))
                      .header("Prefer", "wait=30")
                      .post("/index-and-wait"));
      waiting.start();
      Awaitility.await().until(() -> registry.size() > 0);
      for (int i = 0; i < 5; i++) {
        jsonOf(TestEnvironment.FRANK, large("franks")).post("/index/text").then().statusCode(200);
      }
    } finally {
      sandbox.heal("index.text");
    }
  }

  @Test
  void chunkedBodiesAndOddlySizedOnesAreReadWhole() throws Exception {
    for (int length : new int[] {1, 65_000, 65_536, 66_000, 131_072, 180_000}) {
      assertEquals(200, chunked(text(length)).statusCode(), "chunked, " + length);
      jsonOf(TestEnvironment.ALICE, text(length)).post("/index/text").then().statusCode(200);
    }
  }

  @Test
  void aDocumentOfTooManyValuesIsRefused() {
    String body = "{\"collection_id\": \"c\", \"text\": \"x\", \"metadata\": {\"a\": [%s0]}}";
    jsonOf(TestEnvironment.ALICE, body.formatted("[],".repeat(600_000)))
        .post("/index/text")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/malformed-json"))
        .body("detail", containsString("holds more than 1000000 values"));
  }

  /** A retry copies the stored request, and is refused where that was dropped. */
  @Test
  void aRetryOfATaskWithoutItsRequestIsRefusedWithTheReason() {
    SandboxControl sandbox = SandboxControl.ofTest();
    sandbox.answer("index.text", 422);
    String failed =
        jsonOf(TestEnvironment.ALICE, text(150_000))
            .header("Prefer", "wait=20")
            .post("/index-and-wait")
            .path("task_id");
    sandbox.heal("index.text");
    alice()
        .header("Prefer", "wait=20")
        .post("/tasks/" + failed + "/retry")
        .then()
        .statusCode(200)
        .body("status", equalTo("DONE"));
    await(pool.query("update task set request = null where id = '" + failed + "'").execute());
    alice()
        .post("/tasks/" + failed + "/retry")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/not-retryable"))
        .body("detail", containsString("no longer kept"));
  }

  private static void awaitFull(String key) {
    Awaitility.await().until(() -> jsonOf(key, LARGE).post("/search/text").statusCode() == 503);
  }

  private static void assertFull(Response answer, String words) {
    answer
        .then()
        .statusCode(503)
        .header("Retry-After", "1")
        .body("type", equalTo("/problems/memory-full"))
        .body("detail", containsString(words));
  }

  /** A request whose body stops half-way; all its Content-Length counts as held. */
  private static Socket halfABody(String key, int length) throws IOException {
    Socket socket = new Socket("localhost", RestAssured.port);
    String head =
        "POST /index/text HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n{";
    socket.getOutputStream().write(head.formatted(key, length).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static HttpResponse<String> chunked(String body) throws Exception {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/index/text"))
            .header("Authorization", "Bearer " + TestEnvironment.ALICE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
            .build();
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request, BodyHandlers.ofString());
  }

  private static String large(String collection) {
    return "{\"collection_id\": \"%s\", \"text\": \"%s\"}"
        .formatted(collection, "x".repeat(150_000));
  }

  private static String text(int length) {
    return "{\"collection_id\": \"c\", \"query\": \"q\", \"text\": \"%s\"}"
        .formatted("x".repeat(length));
  }
}
