package io.anteroom.api.callback;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.bob;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.TestCalls;
import io.anteroom.TestEnvironment;
import io.anteroom.callback.secret.CallbackSecret;
import io.anteroom.callback.secret.CallbackSecrets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class CallbackSecretResourceTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @Inject Pool pool;
  @Inject CallbackSecrets secrets;

  @BeforeEach
  void clear() {
    await(pool.query("delete from callback_secret").execute());
  }

  @Test
  void isShownOnceAndSignsFromThenOn() {
    frank()
        .get("/callback-secret")
        .then()
        .statusCode(404)
        .body("type", equalTo("/problems/callback-secret-not-found"));
    String first =
        make()
            .body("", aMapWithSize(2))
            .body("created_at", notNullValue())
            .body("", not(hasKey("previous_valid_until")))
            .extract()
            .path("secret");
    assertEquals(32, CallbackSecret.parse(first).key().length);
    String shown =
        frank()
            .get("/callback-secret")
            .then()
            .statusCode(200)
            .header("Cache-Control", "no-store")
            .body("", aMapWithSize(2))
            .body("source", equalTo("stored"))
            .body("created_at", notNullValue())
            .body("", not(hasKey("previous_valid_until")))
            .extract()
            .asString();
    assertEquals(-1, shown.indexOf(first.substring(6)), shown);
    assertEquals(List.of(CallbackSecret.parse(first)), signing("frank"));
  }

  @Test
  void aSecondOneRotatesTheFirst() {
    String first = make().extract().path("secret");
    String second =
        make()
            .body("secret", not(equalTo(first)))
            .body("previous_valid_until", notNullValue())
            .extract()
            .path("secret");
    frank().get("/callback-secret").then().body("previous_valid_until", notNullValue());
    assertEquals(
        List.of(CallbackSecret.parse(second), CallbackSecret.parse(first)), signing("frank"));
  }

  @Test
  void aConfiguredOneIsNotChanged() {
    bob()
        .post("/callback-secret")
        .then()
        .statusCode(409)
        .body("type", equalTo("/problems/callback-secret-configured"));
    bob()
        .get("/callback-secret")
        .then()
        .statusCode(200)
        .body("source", equalTo("configuration"))
        .body("", not(hasKey("created_at")))
        .body("", not(hasKey("previous_valid_until")));
    assertEquals(List.of(CallbackSecret.parse(TestEnvironment.BOBS_SECRET)), signing("bob"));
  }

  @Test
  void needsAKey() {
    given().get("/callback-secret").then().statusCode(401);
    given().post("/callback-secret").then().statusCode(401);
  }

  private List<CallbackSecret> signing(String client) {
    return secrets.of(client).await().atMost(SOON);
  }

  /** No other test makes a secret for frank. */
  private static RequestSpecification frank() {
    return TestCalls.of(TestEnvironment.FRANK);
  }

  private static ValidatableResponse make() {
    return frank()
        .post("/callback-secret")
        .then()
        .statusCode(201)
        .header("Cache-Control", "no-store");
  }
}
