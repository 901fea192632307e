package io.anteroom.api.problem;

import static io.anteroom.TestCalls.alice;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every problem links to a page, and every response names the version of the API. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class ProblemPagesTest {

  private static final String VERSION = "Api-Version";
  private static final String FIRST = "2024-12-01";
  private static final EncoderConfig AS_TEXT =
      EncoderConfig.encoderConfig().encodeContentTypeAs("multipart/form-data", ContentType.TEXT);

  @ParameterizedTest
  @CsvSource({
    "'*/*', text/html",
    "'text/html,application/xhtml+xml,*/*;q=0.8', text/html",
    "application/json, application/json",
    "text/markdown, text/markdown",
  })
  void aPageNeedsNoKeyAndComesInTheAcceptedFormat(String accept, String type) {
    for (String path : new String[] {"/problems", "/problems/missing-field"}) {
      given()
          .accept(accept)
          .get(path)
          .then()
          .statusCode(200)
          .contentType(startsWith(type))
          .header(VERSION, FIRST)
          .body(containsString("A field is missing"));
    }
  }

  @Test
  void anUnknownTypeIs404() {
    given().get("/problems/nonsense").then().statusCode(404).body("type", path("not-found"));
  }

  @ParameterizedTest
  @CsvSource({"/problems/x/../../tasks", "/problems/..%2Ftasks", "/problems/a/b", "/problemsx"})
  void otherPathsNeedAKey(String path) {
    given().urlEncodingEnabled(false).get(path).then().statusCode(401);
  }

  static Stream<Arguments> refusedByTheFramework() {
    return Stream.of(
        refused(404, "not-found", to -> to.get("/nothing")),
        refused(405, "method-not-allowed", to -> to.put("/tasks")),
        refused(406, "not-acceptable", to -> to.accept("image/png").get("/tasks")),
        refused(
            415,
            "unsupported-media-type",
            to -> to.contentType("text/plain").body("x").post("/index/text")),
        refused(400, "malformed-request", to -> to.accept("aaa").get("/problems")),
        refused(400, "malformed-request", to -> to.header("Content-Type", "a").get("/problems")),
        refused(400, "malformed-form", to -> form(to, part("form-data; name=", "") + "--x--\r\n")),
        refused(400, "malformed-form", to -> form(to, file("text/plain; charset=no"))),
        refused(400, "malformed-form", to -> form(to, file(";;;"))),
        refused(400, "malformed-form", to -> form(to, "no form")),
        refused(400, "malformed-form", to -> form(to, part("form-data", "") + "--x--\r\n")),
        refused(
            400,
            "malformed-form",
            to ->
                form(
                    to,
                    part("form-data; name=a", "\r\nContent-Transfer-Encoding: base64")
                        + "--x--\r\n")));
  }

  private static String part(String disposition, String headers) {
    return "--x\r\nContent-Disposition: %s%s\r\n\r\nno base 64 at all!\r\n"
        .formatted(disposition, headers);
  }

  private static String file(String type) {
    return part("form-data; name=a", "\r\nContent-Type: " + type) + "--x--\r\n";
  }

  private static Response form(RequestSpecification to, String body) {
    return to.config(RestAssured.config().encoderConfig(AS_TEXT))
        .contentType("multipart/form-data; boundary=x")
        .body(body)
        .post("/index/upload");
  }

  @ParameterizedTest
  @MethodSource("refusedByTheFramework")
  void refusalsOfTheFrameworkAreProblems(
      int status, String type, Function<RequestSpecification, Response> call) {
    call.apply(alice())
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .header(VERSION, FIRST)
        .body("type", path(type))
        .body(not(containsString("Exception")))
        .body(not(containsString("jboss")));
  }

  @Test
  void aKnownVersionIsUsedAndNamed() {
    alice().header(VERSION, FIRST).get("/tasks").then().statusCode(200).header(VERSION, FIRST);
    alice().get("/tasks").then().statusCode(200).header(VERSION, FIRST);
    given().get("/tasks").then().statusCode(401).header(VERSION, FIRST);
  }

  @ParameterizedTest
  @CsvSource({"2023-01-01", "latest", "2024-12-01T00:00:00Z", "''"})
  void anUnknownVersionIsRefused(String version) {
    alice()
        .header(VERSION, version)
        .get("/tasks")
        .then()
        .statusCode(400)
        .header(VERSION, FIRST)
        .body("type", path("unknown-api-version"))
        .body("field", equalTo(VERSION))
        .body("known", contains(FIRST));
  }

  private static Arguments refused(
      int status, String type, Function<RequestSpecification, Response> call) {
    return Arguments.of(status, type, call);
  }

  private static org.hamcrest.Matcher<String> path(String type) {
    return equalTo("/problems/" + type);
  }
}
