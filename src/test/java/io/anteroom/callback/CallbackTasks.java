package io.anteroom.callback;

import static io.anteroom.TestCalls.alice;
import static io.anteroom.TestCalls.json;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Tasks with callbacks, and their delivery logs. */
final class CallbackTasks {

  private CallbackTasks() {}

  /** A text task of alice that has ended, with a callback to this URL. */
  static String endedTask(String callbackUrl) {
    return json(body(callbackUrl))
        .header("Prefer", "wait=20")
        .post("/index/text")
        .then()
        .statusCode(200)
        .extract()
        .path("task_id");
  }

  static String task(String callbackUrl) {
    return json(body(callbackUrl))
        .post("/index/text")
        .then()
        .statusCode(200)
        .extract()
        .path("task_id");
  }

  private static String body(String callbackUrl) {
    return "{\"text\": \"t\", \"collection_id\": \"c\", \"reference\": \"r\", \"callback_url\": \"%s\"}"
        .formatted(callbackUrl);
  }

  static JsonPath log(String task) {
    return alice()
        .get("/tasks/" + task + "/deliveries")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** The log, once its callback is in this state. */
  static JsonPath logOnce(String task, String state) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> log(task).getString("state").equals(state));
    return log(task);
  }
}
