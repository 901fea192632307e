package io.anteroom;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** Requests of the clients of the test environment. */
public final class TestCalls {

  private TestCalls() {}

  public static RequestSpecification alice() {
    return given().header("Authorization", "Bearer " + TestEnvironment.ALICE);
  }

  /**
   * The id of alice's newest task, null where there is none. It shows whether a request was
   * accepted; the total of the list does not, for it is an estimate where there are many.
   */
  public static String newestTask() {
    return alice()
        .get("/tasks?page_size=1")
        .then()
        .statusCode(200)
        .extract()
        .path("results[0].task_id");
  }

  public static RequestSpecification bob() {
    return given().header("Authorization", "Bearer " + TestEnvironment.BOB);
  }

  public static RequestSpecification jsonOf(String key, String body) {
    return of(key).contentType(ContentType.JSON).body(body);
  }

  public static RequestSpecification of(String key) {
    return given().header("Authorization", "Bearer " + key);
  }

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

  /** A task that is DONE, and its asset. */
  public record Indexed(String task, String asset) {}

  /** Indexes a text of the client with this key, and waits for the end. */
  public static Indexed index(String key, String collection, String text) {
    var done =
        jsonOf(
                key,
                "{\"text\": \"%s\", \"collection_id\": \"%s\", \"metadata\": {\"n\": 1}}"
                    .formatted(text, collection))
            .post("/index-and-wait")
            .then()
            .statusCode(200)
            .body("status", equalTo("DONE"))
            .extract();
    return new Indexed(done.path("task_id"), done.path("asset_id"));
  }

  /** A word that no other test indexes: all search in one index. */
  public static String newWord() {
    return "w" + UUID.randomUUID().toString().replace("-", "");
  }

  /** A collection that no other test uses. */
  public static String newCollection() {
    return "c-" + UUID.randomUUID();
  }
}
