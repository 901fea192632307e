package io.anteroom.scenario;

import io.anteroom.TestEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Clients that accept texts and files, wait for tasks and read them, one request after the other,
 * until they are stopped. A request is sent again only after a 503 with {@code Retry-After}.
 * Anything else that is not a 2xx is a failure.
 */
final class SteadyLoad implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration AGAIN = Duration.ofMillis(200);
  private static final String TEXT = "{\"text\": \"text of %s\", \"collection_id\": \"c\"}";
  private static final String FORM =
      """
      --b\r
      Content-Disposition: form-data; name="collection_id"\r
      \r
      c\r
      --b\r
      Content-Disposition: form-data; name="file"; filename="a.txt"\r
      Content-Type: text/plain\r
      \r
      file of %s\r
      --b--\r
      """;

  private enum Kind {
    TEXT(50, "POST", "/index/text"),
    WAIT(10, "POST", "/index-and-wait"),
    UPLOAD(200, "POST", "/index/upload"),
    READ(50, "GET", "/tasks/");

    private final Duration pause;
    private final String method;
    private final String path;

    Kind(int pauseMillis, String method, String path) {
      this.pause = Duration.ofMillis(pauseMillis);
      this.method = method;
      this.path = path;
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Supplier<AnteroomProcess> service;
  private final Map<String, String> taskByKey = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile String latest = "";
  private volatile boolean stopped;

  /**
   * @param service the replica that takes the next request
   * @param clients how many there are of each kind
   */
  SteadyLoad(Supplier<AnteroomProcess> service, int clients) {
    this.service = service;
    for (int i = 0; i < clients; i++) {
      for (Kind kind : Kind.values()) {
        String name = kind + "-" + i + "-";
        threads.execute(() -> run(kind, name));
      }
    }
  }

  /** Stops, and returns when each request is answered. */
  void stop() throws InterruptedException {
    stopped = true;
    threads.shutdown();
    if (!threads.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("requests without an answer");
    }
  }

  /** The ids of the accepted tasks. */
  Set<String> accepted() {
    return Set.copyOf(taskByKey.values());
  }

  int requests() {
    return requests.get();
  }

  /** How many were answered with 503 and {@code Retry-After}. */
  int refusals() {
    return refusals.get();
  }

  /** One line for each failed request. */
  Collection<String> failures() {
    return failures;
  }

  private void run(Kind kind, String name) {
    for (int i = 0; !stopped; i++) {
      if (kind != Kind.READ || !latest.isEmpty()) {
        send(kind, name + i, latest);
      }
      LockSupport.parkNanos(kind.pause.toNanos());
    }
  }

  private void send(Kind kind, String key, String task) {
    requests.incrementAndGet();
    try {
      HttpResponse<String> answer = http.send(request(kind, key, task), BodyHandlers.ofString());
      if (answer.statusCode() == 503 && answer.headers().firstValue("Retry-After").isPresent()) {
        refusals.incrementAndGet();
        LockSupport.parkNanos(AGAIN.toNanos());
        send(kind, key, task);
      } else if (answer.statusCode() / 100 != 2) {
        failures.add("%s %s: %d %s".formatted(kind, key, answer.statusCode(), answer.body()));
      } else if (kind != Kind.READ) {
        String accepted = ScenarioRequests.read(answer).path("task_id").asText();
        taskByKey.put(key, accepted);
        latest = accepted; // others write it too, so it is not read here
      }
    } catch (IOException | RuntimeException e) {
      failures.add("%s %s: %s".formatted(kind, key, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(Kind kind, String key, String task) {
    String path = kind == Kind.READ ? kind.path + task : kind.path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(service.get().url(path)))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + TestEnvironment.ALICE)
            .header("Prefer", "wait=" + (kind == Kind.WAIT ? 5 : 0));
    if (kind == Kind.READ) {
      return request.build();
    }
    boolean form = kind == Kind.UPLOAD;
    return request
        .header("Idempotency-Key", key)
        .header("Content-Type", form ? "multipart/form-data; boundary=b" : "application/json")
        .method(kind.method, BodyPublishers.ofString((form ? FORM : TEXT).formatted(key)))
        .build();
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
  }
}
