package io.anteroom.api.filter;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.bob;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.oneOf;
import static org.hamcrest.Matchers.startsWith;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class AuthenticationFilterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer wrong",
        "Bearer ",
        "Bearer",
        "Basic YWxpY2U6eA==",
        "alice-key-0123456789abcdef0123456789",
      })
  void anUnknownKeyIs401(String header) {
    given()
        .header("Authorization", header)
        .get("/tasks")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Bearer"))
        .body("type", equalTo("/problems/unauthorized"));
  }

  @Test
  void noKeyIs401OnEveryCall() {
    for (String path : new String[] {"/tasks", "/tasks/x", "/index-and-wait", "/index/url"}) {
      given().post(path).then().statusCode(401).header("WWW-Authenticate", startsWith("Bearer"));
    }
  }

  @Test
  void anOperatorMakesOperatorCallsOnly() {
    operator()
        .get("/accounts/default")
        .then()
        .statusCode(200)
        .body("account", equalTo("default"))
        .body("plan", equalTo("enterprise"))
        .body("paused", equalTo(false))
        .body("paused_since", nullValue());
    operator().post("/accounts/default/resume").then().statusCode(200);
    for (String path :
        new String[] {"/quota", "/callback-secret", "/tasksx", "/clientsx", "/nowhere"}) {
      operator().get(path).then().statusCode(403).body("type", equalTo("/problems/clients-only"));
    }
    operator()
        .contentType("application/json")
        .body("{\"text\": \"x\", \"collection_id\": \"c\"}")
        .post("/index/text")
        .then()
        .statusCode(403);
  }

  @Test
  void aClientMakesNoOperatorCalls() {
    String[] paths = {
      "/accounts",
      "/clients",
      "/replicas",
      "/accounts/default/quota",
      "/accounts/default",
      "/accounts/nowhere",
      "/%61ccounts/default",
      "//accounts/x"
    };
    for (String path : paths) {
      alice().urlEncodingEnabled(false).get(path).then().statusCode(oneOf(403, 404));
    }
    for (String call : new String[] {"/pause", "/resume"}) {
      alice()
          .post("/accounts/default" + call)
          .then()
          .statusCode(403)
          .body("type", equalTo("/problems/operators-only"));
      given().post("/accounts/default" + call).then().statusCode(401);
    }
    operator().get("/accounts/default").then().body("paused", equalTo(false));
  }

  @Test
  void anOperatorThatReadsChangesNothing() {
    reader().get("/accounts/default").then().statusCode(200);
    for (String call : new String[] {"/default/pause", "/default/resume", "/nowhere", ""}) {
      reader()
          .post("/accounts" + call)
          .then()
          .statusCode(403)
          .body("type", equalTo("/problems/admins-only"));
    }
    operator().get("/accounts/default").then().body("paused", equalTo(false));
  }

  private static RequestSpecification reader() {
    return TestCalls.of(TestEnvironment.READER);
  }

  @Test
  void anUnknownAccountIs404() {
    operator()
        .get("/accounts/nobody")
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/account-not-found"));
  }

  private static RequestSpecification operator() {
    return given().header("Authorization", "Bearer " + TestEnvironment.OPERATOR);
  }

  @Test
  void theSchemeIsReadInAnyCase() {
    given()
        .header("Authorization", "bearer " + TestEnvironment.ALICE)
        .get("/tasks")
        .then()
        .statusCode(200);
  }

  @Test
  void aTaskOfAnotherClientIs404() {
    String id = TestCalls.endedTextTask("private");
    alice().get("/tasks/" + id).then().statusCode(200);
    bob().get("/tasks/" + id).then().statusCode(404);
    bob().delete("/tasks/" + id).then().statusCode(404);
    bob().get("/tasks").then().statusCode(200).body("results.task_id", not(hasItem(id)));
    alice().get("/tasks").then().body("results", not(empty()));
  }
}
