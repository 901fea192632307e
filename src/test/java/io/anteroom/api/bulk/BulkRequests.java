package io.anteroom.api.bulk;

import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestCalls.of;

import io.anteroom.TestEnvironment;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Requests of an operator for bulk actions. */
final class BulkRequests {

  private static final Duration SOON = Duration.ofSeconds(20);

  private BulkRequests() {}

  static ValidatableResponse post(String body) {
    return jsonOf(TestEnvironment.OPERATOR, body).post("/bulk-actions").then();
  }

  /** Starts a bulk action, and returns it when it has ended. */
  static ValidatableResponse run(String action, String filter) {
    String id =
        post(body(action, filter, "a test")).statusCode(202).extract().path("bulk_action_id");
    Awaitility.await()
        .atMost(SOON)
        .until(() -> get(id).extract().jsonPath().getString("ended_at") != null);
    return get(id);
  }

  static ValidatableResponse get(String id) {
    return of(TestEnvironment.READER).get("/bulk-actions/" + id).then().statusCode(200);
  }

  static String body(String action, String filter, String reason) {
    return "{\"action\": \"%s\", \"filter\": %s, \"reason\": \"%s\"}"
        .formatted(action, filter, reason);
  }

  static String collection(String name) {
    return "{\"collection_id\": \"%s\"}".formatted(name);
  }
}
