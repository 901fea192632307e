package io.anteroom.api.filter;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.containsStringIgnoringCase;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.contract.OpenApiDocument;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser asks before a script of another origin calls, and what it needs to see. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class CrossOriginCallsTest {

  private static final String ALLOWED = "Access-Control-Allow-Origin";

  @Test
  void aPreflightNeedsNoKey() {
    given()
        .header("Origin", TestEnvironment.ORIGIN)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,content-type,idempotency-key")
        .options("/index-and-wait")
        .then()
        .statusCode(200)
        .header(ALLOWED, TestEnvironment.ORIGIN)
        .header("Access-Control-Allow-Methods", containsString("POST"))
        .header("Access-Control-Max-Age", equalTo("3600"))
        .header("Access-Control-Allow-Credentials", equalTo("false"));
  }

  @Test
  void aScriptMaySendEveryHeaderOfACall() {
    Set<String> headers = documented(OpenApiDocument.written());
    assertTrue(headers.containsAll(Set.of("Cache-Control", "Prefer")), headers.toString());
    for (String header : headers) {
      given()
          .header("Origin", TestEnvironment.ORIGIN)
          .header("Access-Control-Request-Method", "POST")
          .header("Access-Control-Request-Headers", header.toLowerCase(Locale.ROOT))
          .options("/search/text")
          .then()
          .statusCode(200)
          .header("Access-Control-Allow-Headers", containsStringIgnoringCase(header));
    }
  }

  @Test
  void aScriptOfTheOriginMayReadTheAnswer() {
    TestCalls.alice()
        .header("Origin", TestEnvironment.ORIGIN)
        .get("/tasks")
        .then()
        .statusCode(200)
        .header(ALLOWED, TestEnvironment.ORIGIN)
        .header(
            "Access-Control-Expose-Headers",
            allOf(containsString("Retry-After"), containsString("Cache-Status")));
  }

  /** A browser keeps a script from what does not say that its origin is allowed. */
  @Test
  void problemsCanBeReadToo() {
    given()
        .header("Origin", TestEnvironment.ORIGIN)
        .get("/tasks")
        .then()
        .statusCode(401)
        .header(ALLOWED, TestEnvironment.ORIGIN)
        .body("type", equalTo("/problems/unauthorized"));
  }

  /** What does not say that the origin is allowed is kept from its scripts. */
  @Test
  void anotherOriginIsNotAllowed() {
    given()
        .header("Origin", "https://elsewhere.example.com")
        .header("Access-Control-Request-Method", "POST")
        .options("/index-and-wait")
        .then()
        .statusCode(401)
        .header(ALLOWED, equalTo(null));
  }

  /** Not every caller that sends an origin is a browser; and a proxy that ends TLS changes it. */
  @ParameterizedTest
  @ValueSource(strings = {"https://elsewhere.example.com", "https://localhost", "null"})
  void aCallOfAnotherOriginIsAnsweredAsWithoutTheSetting(String origin) {
    TestCalls.alice()
        .header("Origin", origin)
        .get("/tasks")
        .then()
        .statusCode(200)
        .header(ALLOWED, equalTo(null));
  }

  @Test
  void withoutAnOriginNothingChanges() {
    TestCalls.alice().get("/tasks").then().statusCode(200).header(ALLOWED, equalTo(null));
  }

  /** The parameters in headers of those calls that a client or an operator makes. */
  private static Set<String> documented(OpenApiDocument document) {
    return document.operations().stream()
        .filter(call -> !call.forTicks())
        .flatMap(call -> call.parameters().stream())
        .filter(parameter -> parameter.path("in").asText().equals("header"))
        .map(parameter -> parameter.path("name").asText())
        .collect(Collectors.toSet());
  }
}
