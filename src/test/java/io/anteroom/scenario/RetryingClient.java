package io.anteroom.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A client of the service as it should be: every request has an idempotency key, and is sent again,
 * to whichever replica there is, until it is accepted.
 */
final class RetryingClient implements AutoCloseable {

  private static final int AT_ONCE = 16;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofMillis(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
  private final Supplier<List<AnteroomProcess>> replicas;
  private final Map<String, String> taskByKey = new ConcurrentHashMap<>();
  private final AtomicInteger repeats = new AtomicInteger();
  private final Set<Integer> refusals = new ConcurrentSkipListSet<>();
  private final String callbackUrl;
  private volatile boolean stopped;

  RetryingClient(Supplier<List<AnteroomProcess>> replicas) {
    this(replicas, null);
  }

  /** A client whose tasks have callbacks to this URL. */
  RetryingClient(Supplier<List<AnteroomProcess>> replicas, String callbackUrl) {
    this.replicas = replicas;
    this.callbackUrl = callbackUrl;
  }

  /** Accepts a text task under this key, and returns at once. */
  Future<?> accept(String key) {
    return threads.submit(() -> insist(key));
  }

  /** The task that each key was answered with. */
  Map<String, String> accepted() {
    return taskByKey;
  }

  Set<Integer> refusals() {
    return refusals;
  }

  int repeats() {
    return repeats.get();
  }

  private void insist(String key) {
    for (int attempt = 0; !stopped; attempt++) {
      List<AnteroomProcess> all = replicas.get();
      AnteroomProcess replica = all.get(Math.floorMod(key.hashCode() + attempt, all.size()));
      if (isAccepted(key, replica)) {
        return;
      }
      repeats.incrementAndGet();
      LockSupport.parkNanos(AGAIN.toNanos());
    }
  }

  private boolean isAccepted(String key, AnteroomProcess replica) {
    try {
      HttpResponse<String> answer =
          http.send(request(key, replica.url("/index/text")), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        refusals.add(answer.statusCode());
        return false;
      }
      JsonNode task = JSON.readTree(answer.body());
      taskByKey.put(key, task.path("task_id").asText());
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpRequest request(String key, String url) {
    String told = callbackUrl == null ? "" : ", \"callback_url\": \"" + callbackUrl + "\"";
    String body = "{\"text\": \"text of %s\", \"collection_id\": \"c\"%s}".formatted(key, told);
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + TestEnvironment.ALICE)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
  }
}
