package io.anteroom.api.session;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator signs in by the key, and then acts by the cookie. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class OperatorSessionTest {

  private static final String COOKIE = "__Host-anteroom-operator";

  @Test
  void theCookieStandsForTheKey() {
    String session =
        signIn(TestEnvironment.OPERATOR)
            .statusCode(200)
            .header("Cache-Control", "no-store")
            .header(
                "Set-Cookie",
                matchesPattern(
                    COOKIE
                        + "=1\\.\\d+\\.[\\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict;"
                        + " Max-Age=28800"))
            .body("operator", equalTo("operator"))
            .body("role", equalTo("admin"))
            .extract()
            .cookie(COOKIE);
    page(session).get("/operator/session").then().body("until", notNullValue());
    page(session).get("/tasks").then().statusCode(200);
    page(session)
        .contentType("application/json")
        .post("/accounts/default/resume")
        .then()
        .statusCode(200);
    page(session).get("/quota").then().statusCode(403).body("type", problem("clients-only"));
  }

  @Test
  void aReaderChangesNothing() {
    String session = session(TestEnvironment.READER);
    page(session).get("/replicas").then().statusCode(200);
    page(session)
        .contentType("application/json")
        .post("/accounts/default/pause")
        .then()
        .statusCode(403)
        .body("type", problem("admins-only"));
  }

  @ParameterizedTest
  @CsvSource({
    "{\"key\": \"nobody's key\"},401,unauthorized",
    "{\"key\": \"\"},400,missing-field",
    "{\"key\": 7},400,missing-field",
    "{},400,missing-field",
    "[],400,malformed-json",
    "{,400,malformed-json",
    "'',400,malformed-json",
  })
  void withoutTheKeyOfAnOperatorThereIsNoSession(String body, int status, String type) {
    given()
        .header("Sec-Fetch-Site", "same-origin")
        .contentType("application/json")
        .body(body)
        .post("/operator/session")
        .then()
        .statusCode(status)
        .header("Set-Cookie", nullValue())
        .body("type", problem(type));
  }

  @Test
  void theKeyOfAClientIsNoOperators() {
    signIn(TestEnvironment.ALICE).statusCode(403).body("type", problem("operators-only"));
  }

  @Test
  void aLargeBodyIsRefused() {
    signIn("x".repeat(9000)).statusCode(413).body("type", problem("body-too-large"));
  }

  @Test
  void aSignInWithoutTheHeadersIsToldWhichOnesItNeeds() {
    RequestSpecification bare = given().contentType("application/json").body("{\"key\": \"x\"}");
    bare.post("/operator/session")
        .then()
        .statusCode(403)
        .body("type", problem("cross-origin"))
        .body("detail", containsString("Sec-Fetch-Site: same-origin"))
        .body("detail", not(containsString("cookie")));
    given()
        .header("Sec-Fetch-Site", "same-origin")
        .contentType("text/plain")
        .body("{}")
        .post("/operator/session")
        .then()
        .statusCode(403)
        .body("detail", startsWith("A sign-in, and a change"));
  }

  @Test
  void anotherPageCannotUseTheCookie() {
    String session = session(TestEnvironment.OPERATOR);
    for (String site : new String[] {"cross-site", "same-site"}) {
      RequestSpecification other =
          given()
              .cookie(COOKIE, session)
              .header("Sec-Fetch-Site", site)
              .contentType("application/json");
      other.post("/accounts/default/pause").then().body("type", problem("cross-origin"));
      other.get("/tasks").then().statusCode(403).body("type", problem("cross-origin"));
      other.body("{}").post("/operator/session").then().body("type", problem("cross-origin"));
      other.delete("/operator/session").then().body("type", problem("cross-origin"));
    }
    page(session)
        .contentType("text/plain")
        .post("/accounts/default/pause")
        .then()
        .statusCode(403)
        .body("detail", containsString("Content-Type: application/json"));
    given()
        .cookie(COOKIE, session)
        .header("Origin", "http://evil.example")
        .get("/tasks")
        .then()
        .statusCode(403)
        .body("type", problem("cross-origin"));
    page(session).get("/accounts/default").then().body("paused", equalTo(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1795939200.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "1.99999999999.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "x",
      })
  void aForgedCookieIsToldToSignIn(String forged) {
    page(forged).get("/tasks").then().statusCode(401).body("detail", containsString("Sign in"));
    page(forged).get("/operator/session").then().statusCode(200).body("operator", nullValue());
  }

  @Test
  void aKeyComesBeforeACookie() {
    page("x")
        .header("Authorization", "Bearer " + TestEnvironment.READER)
        .get("/tasks")
        .then()
        .statusCode(200);
  }

  @Test
  void whoSignsOutHasNoCookie() {
    page(session(TestEnvironment.OPERATOR))
        .contentType("application/json")
        .delete("/operator/session")
        .then()
        .statusCode(204)
        .header("Set-Cookie", containsString(COOKIE + "=; Path=/; Secure; HttpOnly"))
        .header("Set-Cookie", containsString("Max-Age=0"));
  }

  private static String session(String key) {
    return signIn(key).statusCode(200).extract().cookie(COOKIE);
  }

  private static ValidatableResponse signIn(String key) {
    return given()
        .header("Sec-Fetch-Site", "same-origin")
        .contentType("application/json")
        .body("{\"key\": \"" + key + "\"}")
        .post("/operator/session")
        .then();
  }

  private static RequestSpecification page(String session) {
    return given().cookie(COOKIE, session).header("Sec-Fetch-Site", "same-origin");
  }

  private static Matcher<String> problem(String label) {
    return equalTo("/problems/" + label);
  }
}
