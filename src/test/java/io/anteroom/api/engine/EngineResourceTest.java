package io.anteroom.api.engine;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class EngineResourceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong",
        "Basic dGljazprZXk=",
        "Bearer " + TestEnvironment.ALICE,
        "Bearer " + TestEnvironment.OPERATOR
      })
  void aWrongKeyIs401(String header) {
    given()
        .header("Authorization", header)
        .post("/engine/tick")
        .then()
        .statusCode(401)
        .body("type", equalTo("/problems/unauthorized"));
    given().header("ce-tickkey", header).post("/engine/tick").then().statusCode(401);
  }

  @Test
  void noKeyIs401() {
    given().post("/engine/tick").then().statusCode(401);
  }

  @Test
  void theKeyOpensNothingElse() {
    for (String path : new String[] {"/tasks", "/quota", "/accounts/default"}) {
      tick().get(path).then().statusCode(401);
    }
    tick().get("/engine/nothing").then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "61", "-1", "1.5", "soon", " ", "99999999999"})
  void aTimeOutOfRangeIs400(String seconds) {
    tick()
        .queryParam("seconds", seconds)
        .post("/engine/tick")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/invalid-field"))
        .body("field", equalTo("seconds"))
        .body("detail", equalTo("seconds must be a whole number from 1 to 60."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "61", "1.5", "\"1\"", "null", "[]"})
  void aTimeOutOfRangeInTheBodyIs400(String seconds) {
    tick()
        .contentType(ContentType.JSON)
        .body("{\"seconds\": %s}".formatted(seconds))
        .post("/engine/tick")
        .then()
        .statusCode(400)
        .body("field", equalTo("seconds"));
  }

  @Test
  void aBodyThatIsNoObjectIs400() {
    tick()
        .contentType(ContentType.JSON)
        .body("[1]")
        .post("/engine/tick")
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/malformed-json"));
  }

  @Test
  void aTickCountsWhatIsDoneMeanwhile() {
    Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(this::aTickCountsATask);
  }

  /** On a busy machine the task may be submitted before the tick has begun. */
  private void aTickCountsATask() {
    CompletableFuture<Response> ticked =
        CompletableFuture.supplyAsync(() -> tick().post("/engine/tick?seconds=5"));
    TestCalls.endedTextTask("ticked");
    ticked
        .join()
        .then()
        .statusCode(200)
        .body("seconds", lessThan(6f))
        .body("submitted", greaterThanOrEqualTo(1))
        .body("polled", greaterThanOrEqualTo(1))
        .body("ended", greaterThanOrEqualTo(1))
        .body("taken_over", equalTo(0));
  }

  @Test
  void ticksAtTheSameTimeShareTheEngine() {
    CompletableFuture<Response> first =
        CompletableFuture.supplyAsync(() -> cloudEvent("{\"seconds\": 2}"));
    CompletableFuture<Response> second =
        CompletableFuture.supplyAsync(() -> cloudEvent("{\"seconds\": 2, \"other\": 1}"));
    boolean joined = false;
    for (Response response : new Response[] {first.join(), second.join()}) {
      response.then().statusCode(200).body("seconds", greaterThan(0f));
      joined |= response.jsonPath().getBoolean("joined");
    }
    assertTrue(joined);
  }

  /** As a Knative PingSource sends it. */
  private static Response cloudEvent(String data) {
    return given()
        .header("ce-tickkey", TestEnvironment.TICK)
        .header("ce-type", "dev.knative.sources.ping")
        .contentType(ContentType.JSON)
        .body(data)
        .post("/engine/tick");
  }

  /** The document has no 415 for it: a body of any kind is read, or is 400. */
  @Test
  void aCodedBodyIsNoOtherKindOfBody() {
    tick()
        .header("Content-Encoding", "gzip")
        .body(new byte[] {0x1f, (byte) 0x8b, 8})
        .post("/engine/tick")
        .then()
        .statusCode(400);
  }

  private static RequestSpecification tick() {
    return given().header("Authorization", "Bearer " + TestEnvironment.TICK);
  }
}
