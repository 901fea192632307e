package io.anteroom.sandbox.upstream;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

final class TestCaller {
  static final String FREE = "sandbox-free-key";
  static final String PRO = "sandbox-pro-key";
  static final String ENTERPRISE = "sandbox-enterprise-key";

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDS = Set.of("DONE", "FAILED", "CANCELLED");

  private final String baseUrl;
  private final String key;

  TestCaller(SandboxUpstream sandbox, String key) {
    this(sandbox.baseUrl(), key);
  }

  /** With any base URL; a null key sends none. */
  TestCaller(String baseUrl, String key) {
    this.baseUrl = baseUrl;
    this.key = key;
  }

  TestReply post(String path, String json) throws IOException {
    return send("POST", path, BodyPublishers.ofString(json), "application/json");
  }

  TestReply patch(String path, String json) throws IOException {
    return send("PATCH", path, BodyPublishers.ofString(json), "application/json");
  }

  TestReply get(String path) throws IOException {
    return send("GET", path, BodyPublishers.noBody(), null);
  }

  TestReply delete(String path) throws IOException {
    return send("DELETE", path, BodyPublishers.noBody(), null);
  }

  TestReply post(String path, TestForm form) throws IOException {
    return send("POST", path, form.body(), form.contentType());
  }

  TestReply send(String method, String path, BodyPublisher body, String contentType)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(baseUrl + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body);
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new TestReply(
          response.statusCode(), response.headers(), JSON.readTree(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Indexes a text in the collection {@code c}, and returns the task id. */
  String indexText(String text, String marker) throws IOException {
    return post("/index/text", textBody(text, marker)).taskId();
  }

  static String textBody(String text, String marker) {
    var body = JSON.createObjectNode().put("text", text).put("collection_id", "c");
    body.putObject("metadata").put("anteroom_task", marker);
    return body.toString();
  }

  /** Indexes a file in the collection {@code c}, waits for the end, and returns the task. */
  JsonNode indexFile(TestForm form) throws IOException {
    return ended(post("/index/upload", form.field("collection_id", "c")).taskId());
  }

  /** Waits for the end of a task, and returns it. */
  JsonNode ended(String taskId) {
    AtomicReference<JsonNode> last = new AtomicReference<>();
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              last.set(get("/tasks/" + taskId).body());
              return ENDS.contains(last.get().path("status").asText());
            });
    return last.get();
  }

  /** The asset of a task, as it is now. */
  JsonNode asset(JsonNode task) throws IOException {
    return get("/assets/" + task.path("asset_id").asText()).body();
  }
}
