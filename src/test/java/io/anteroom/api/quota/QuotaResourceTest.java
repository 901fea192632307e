package io.anteroom.api.quota;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.anteroom.SandboxControl;
import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code GET /quota}, on an account without limits. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class QuotaResourceTest {

  private static final String TEXT = "classes.find { it['class'] == 'index.text' }";
  private static final String URL = "classes.find { it['class'] == 'index.url' }";
  private static final String DEFAULT = "classes.find { it['class'] == 'default' }";

  @Test
  void showsEveryClassOfTheAccount() {
    alice()
        .get("/quota")
        .then()
        .statusCode(200)
        .body("account", equalTo("default"))
        .body("plan", equalTo("enterprise"))
        .body("in_doubt", greaterThanOrEqualTo(0))
        .body(
            "classes.collect { it['class'] }",
            contains(
                "default",
                "search.text",
                "search.url",
                "search.upload",
                "index.text",
                "index.url",
                "index.upload"))
        .body("classes", everyItem(not(hasKey("limit"))))
        .body(DEFAULT + ".believed", equalTo(200))
        .body(DEFAULT, not(hasKey("queued")))
        .body(TEXT + ".queued", notNullValue());
  }

  @Test
  void a429PausesTheClassAndIsNoAttempt() {
    SandboxControl upstream = SandboxControl.ofTest();
    upstream.set("{\"limits\": {\"refusal\": \"BARE\"}}");
    upstream.answer("index.url", 429);
    String body = "{\"url\": \"http://127.0.0.1:1/a.txt\", \"collection_id\": \"%s\"}";
    json(body.formatted(TestCalls.newCollection())).post("/index/url").then().statusCode(200);
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  alice()
                      .get("/quota")
                      .then()
                      .body(URL + ".paused_until", notNullValue())
                      .body(URL + ".believed", lessThan(200))
                      .body(URL + ".next_permit_seconds", greaterThan(0f))
                      .body(URL + ".queued", equalTo(1))
                      .body(URL + ".estimate_seconds", greaterThan(0f))
                      .body(TEXT, not(hasKey("paused_until"))));
    } finally {
      upstream.heal("index.url");
      upstream.set("{\"limits\": {\"refusal\": \"RETRY_AFTER_SECONDS\"}}");
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> alice().get("/quota").then().body(URL + ".queued", equalTo(0)));
  }

  @Test
  void needsAKey() {
    given().get("/quota").then().statusCode(401);
  }
}
