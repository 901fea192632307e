package io.anteroom.api.document;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody finds who tries addresses, methods and names that are nearly right. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class ServiceIndexTest {

  @Test
  void theRootSaysWhatIsWhereWithoutAKey() {
    given()
        .get("/")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("openapi", equalTo("/openapi"))
        .body("problems", equalTo("/problems"))
        .body("operators", equalTo("/operator/"))
        .body("management.port", notNullValue())
        .body("management.ready", equalTo("/q/health/ready"));
    given().head("/").then().statusCode(200).body(equalTo(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics"})
  void healthOnThePortOfTheApiSaysWhereItIs(String path) {
    given()
        .get(path)
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/not-found"))
        .body("detail", containsString("on port"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT | /tasks | GET, HEAD, OPTIONS",
        "POST | /tasks/17 | DELETE, GET, HEAD, OPTIONS",
        "GET | /index/text | OPTIONS, POST",
        "DELETE | /events/ | GET, HEAD, OPTIONS",
      })
  void aMethodThatIsNotThereIsToldTheOthers(String method, String path, String allowed) {
    TestCalls.alice()
        .request(Method.valueOf(method), path)
        .then()
        .statusCode(405)
        .header("Allow", allowed)
        .body("type", equalTo("/problems/method-not-allowed"))
        .body("detail", containsString(allowed));
    TestCalls.alice().options(path).then().statusCode(204).header("Allow", allowed);
  }

  @Test
  void aBodyOfAnotherKindIsToldWhatIsRead() {
    TestCalls.alice()
        .contentType("text/plain")
        .body("Heidelberg lies on the Neckar")
        .post("/index-and-wait")
        .then()
        .statusCode(415)
        .header("Accept", "application/json, multipart/form-data")
        .body("field", equalTo("Content-Type"))
        .body("detail", containsString("application/json, multipart/form-data"));
    TestCalls.json("{\"text\": \"x\", \"collection_id\": \"c\"}")
        .header("Content-Encoding", "gzip")
        .post("/index/text")
        .then()
        .statusCode(415)
        .header("Accept-Encoding", "identity")
        .body("field", equalTo("Content-Encoding"));
    TestCalls.json("{\"text\": \"x\", \"collection_id\": \"c\"}")
        .header("Content-Encoding", "identity")
        .post("/index/text")
        .then()
        .statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/tasks?colection_id=c, colection_id, Did you mean collection_id?",
    "/tasks?pagesize=3, pagesize, Did you mean page_size?",
    "/tasks?page=1&limit=3, limit, The call has no such parameter.",
    "/quota?verbose, verbose, The call has no such parameter.",
  })
  void aParameterThatIsNotThereIsToldTheNearest(String target, String name, String detail) {
    TestCalls.alice()
        .get(target)
        .then()
        .statusCode(400)
        .body("type", equalTo("/problems/unknown-parameter"))
        .body("field", equalTo(name))
        .body("known", notNullValue())
        .body("detail", containsString(detail));
  }

  /** RFC 9110, 6.6.1. */
  @ParameterizedTest
  @ValueSource(strings = {"/", "/openapi", "/tasks", "/problems"})
  void everyAnswerHasADate(String path) {
    TestCalls.alice()
        .get(path)
        .then()
        .header("Date", matchesPattern("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"));
  }
}
