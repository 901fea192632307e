package io.anteroom.api.audit;

import static io.anteroom.TestCalls.jsonOf;
import static io.anteroom.TestCalls.of;
import static org.hamcrest.Matchers.equalTo;

import io.anteroom.TestEnvironment;
import io.restassured.response.ValidatableResponse;

/** What operators do and read in the tests of the audit log. */
final class AuditCalls {

  private AuditCalls() {}

  static ValidatableResponse audit(String query) {
    return of(TestEnvironment.READER).get("/audit" + query).then().statusCode(200);
  }

  static ValidatableResponse act(String method, String path, int code) {
    return of(TestEnvironment.OPERATOR)
        .urlEncodingEnabled(false)
        .request(method, path)
        .then()
        .statusCode(code);
  }

  static String failed() {
    return jsonOf(
            TestEnvironment.ALICE,
            "{\"url\": \"http://127.0.0.1:1/nothing\", \"collection_id\": \"c\"}")
        .header("Prefer", "wait=20")
        .post("/index-and-wait")
        .then()
        .statusCode(200)
        .body("status", equalTo("FAILED"))
        .extract()
        .path("task_id");
  }
}
