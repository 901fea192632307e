package io.anteroom;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** Requests of the two clients of the test environment. */
public final class TestCalls {

  private TestCalls() {}

  /** A request of the client alice. */
  public static RequestSpecification alice() {
    return given().header("Authorization", "Bearer " + TestEnvironment.ALICE);
  }

  /** A request of the client bob. */
  public static RequestSpecification bob() {
    return given().header("Authorization", "Bearer " + TestEnvironment.BOB);
  }

  /** A JSON request of the client with this key. */
  public static RequestSpecification jsonOf(String key, String body) {
    return of(key).contentType(ContentType.JSON).body(body);
  }

  /** A request of the client with this key. */
  public static RequestSpecification of(String key) {
    return given().header("Authorization", "Bearer " + key);
  }

  /** A JSON request of the client alice. */
  public static RequestSpecification json(String body) {
    return alice().contentType(ContentType.JSON).body(body);
  }

  /** The id of a text task that has ended. */
  public static String endedTextTask(String text) {
    return json("{\"text\": \"%s\", \"collection_id\": \"c\"}".formatted(text))
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .extract()
        .path("task_id");
  }

  /** A collection that no other test uses. */
  public static String newCollection() {
    return "c-" + UUID.randomUUID();
  }
}
