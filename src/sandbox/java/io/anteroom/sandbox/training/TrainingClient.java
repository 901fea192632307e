package io.anteroom.sandbox.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes calls of the service with one key, and checks the status of each response. Thread-safe. */
final class TrainingClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String BOUNDARY = "training-boundary";

  private final String service;
  private final String key;
  private final AtomicInteger calls = new AtomicInteger();

  TrainingClient(String service, String key) {
    this.service = service;
    this.key = key;
  }

  /** The same service with another key. */
  TrainingClient withKey(String other) {
    return new TrainingClient(service, other);
  }

  /** How many calls it has made. */
  int calls() {
    return calls.get();
  }

  JsonNode get(String path, int... expected) throws IOException, InterruptedException {
    return send(request(path).GET(), expected);
  }

  JsonNode delete(String path, int... expected) throws IOException, InterruptedException {
    return send(request(path).DELETE(), expected);
  }

  /** With JSON, or without a body where that is empty. */
  JsonNode post(String path, String body, int... expected)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request
          .header("Content-Type", "application/json")
          .header("Idempotency-Key", UUID.randomUUID().toString());
    }
    return send(request, expected);
  }

  /** With a form that has a text file. */
  JsonNode upload(String path, String content, int... expected)
      throws IOException, InterruptedException {
    String form =
        """
        --%1$s\r
        Content-Disposition: form-data; name="collection_id"\r
        \r
        training\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="a.txt"\r
        Content-Type: text/plain\r
        \r
        %2$s\r
        --%1$s--\r
        """
            .formatted(BOUNDARY, content);
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofString(form)),
        expected);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(service + path))
        .header("Authorization", "Bearer " + key)
        .header("Prefer", "wait=30")
        .timeout(Duration.ofMinutes(1));
  }

  private JsonNode send(HttpRequest.Builder builder, int... expected)
      throws IOException, InterruptedException {
    HttpRequest request = builder.build();
    HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
    calls.incrementAndGet();
    if (Arrays.stream(expected).noneMatch(status -> status == response.statusCode())) {
      throw new IllegalStateException(
          "%s %s: %d %s"
              .formatted(request.method(), request.uri(), response.statusCode(), response.body()));
    }
    boolean json =
        response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    return json ? JSON.readTree(response.body()) : JSON.nullNode();
  }
}
