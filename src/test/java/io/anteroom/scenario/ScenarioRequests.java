package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Requests of a client of the service, many at once, with the client of the JDK. */
final class ScenarioRequests {

  private static final int AT_ONCE = 64;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private ScenarioRequests() {}

  /** Accepts text tasks, and returns their ids. */
  static List<String> acceptTexts(AnteroomProcess replica, int count, String collection) {
    Semaphore room = new Semaphore(AT_ONCE);
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, count)
            .mapToObj(
                i -> {
                  room.acquireUninterruptibly();
                  String body =
                      "{\"text\": \"text %d\", \"collection_id\": \"%s\"}".formatted(i, collection);
                  return HTTP.sendAsync(post(replica, "/index/text", body), BodyHandlers.ofString())
                      .whenComplete((answer, failure) -> room.release());
                })
            .toList();
    return answers.stream().map(answer -> read(answer.join()).path("task_id").asText()).toList();
  }

  /** Accepts a text task of the client with this key, and returns its id. */
  static String acceptTextAs(AnteroomProcess replica, String key, String collection) {
    String body = "{\"text\": \"a text\", \"collection_id\": \"%s\"}".formatted(collection);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(replica.url("/index/text")))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return send(request).path("task_id").asText();
  }

  static int count(AnteroomProcess replica, String status) {
    return get(replica, "/tasks?page_size=1&status=" + status)
        .path("pagination")
        .path("total")
        .asInt();
  }

  static JsonNode get(AnteroomProcess replica, String path) {
    return send(request(replica, path).GET().build());
  }

  static JsonNode postJson(AnteroomProcess replica, String path, String body) {
    return send(post(replica, path, body));
  }

  /** Does not wait for what follows from it. */
  static JsonNode delete(AnteroomProcess replica, String path) {
    return send(request(replica, path).header("Prefer", "respond-async").DELETE().build());
  }

  /** Sends JSON with these headers; any response will do. */
  static CompletableFuture<HttpResponse<String>> postAsync(
      AnteroomProcess replica, String path, String body, String... headers) {
    HttpRequest.Builder request = request(replica, path).header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.sendAsync(
        request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  /** Any response will do. */
  static CompletableFuture<HttpResponse<String>> getAsync(
      AnteroomProcess replica, String path, String... headers) {
    HttpRequest.Builder request = request(replica, path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.sendAsync(request.GET().build(), BodyHandlers.ofString());
  }

  /** Uploads a file, streamed from disk. */
  static JsonNode upload(AnteroomProcess replica, String path, Path file, String type) {
    String boundary = "scenario-boundary";
    String head =
        """
        --%1$s\r
        Content-Disposition: form-data; name="collection_id"\r
        \r
        files\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="%2$s"\r
        Content-Type: %3$s\r
        \r
        """
            .formatted(boundary, file.getFileName(), type);
    try {
      BodyPublisher body =
          BodyPublishers.concat(
              BodyPublishers.ofString(head),
              BodyPublishers.ofFile(file),
              BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
      return send(
          request(replica, path)
              .header("Content-Type", "multipart/form-data; boundary=" + boundary)
              .POST(body)
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpRequest post(AnteroomProcess replica, String path, String body) {
    return request(replica, path)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static HttpRequest.Builder request(AnteroomProcess replica, String path) {
    return HttpRequest.newBuilder(URI.create(replica.url(path)))
        .header("Authorization", "Bearer " + TestEnvironment.ALICE);
  }

  private static JsonNode send(HttpRequest request) {
    try {
      return read(HTTP.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The body of a response that must be a 2xx. */
  static JsonNode read(HttpResponse<String> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits at most a minute until this field of each of these tasks has this value. */
  static void awaitAll(AnteroomProcess replica, String field, String value, List<String> tasks) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(
            () ->
                assertEquals(
                    List.of(),
                    tasks.stream()
                        .map(task -> get(replica, "/tasks/" + task))
                        .filter(task -> !task.path(field).asText().equals(value))
                        .toList()));
  }
}
