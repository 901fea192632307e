package io.anteroom.scenario;

import io.anteroom.TestEnvironment;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls of {@code /index-and-wait}, each on a connection of its own, sent at an even rate. */
final class WaitingCalls implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Map<UUID, Long> arrivals = new ConcurrentHashMap<>();
  private final Map<String, Integer> others = new ConcurrentHashMap<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final URI target;
  private final HttpClient client;

  WaitingCalls(AnteroomProcess replica, int connections) {
    target = URI.create(replica.url("/index-and-wait"));
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(connections).setKeepAlive(false));
  }

  void start(int calls, int perSecond) {
    clock.scheduleAtFixedRate(
        () -> {
          if (sent.get() < calls) {
            send(sent.getAndIncrement());
          }
        },
        0,
        TimeUnit.SECONDS.toNanos(1) / perSecond,
        TimeUnit.NANOSECONDS);
  }

  /** When each task that was DONE was answered, in milliseconds of the system's clock. */
  Map<UUID, Long> arrivals() {
    return arrivals;
  }

  /** What else was answered, and how often. */
  Map<String, Integer> others() {
    return others;
  }

  private void send(int number) {
    String body = "{\"text\": \"text %d\", \"collection_id\": \"waiters\"}".formatted(number);
    client
        .request(HttpMethod.POST, target.getPort(), target.getHost(), target.getPath())
        .compose(request -> withHeaders(request).send(body))
        .compose(this::read)
        .onFailure(failure -> others.merge(failure.toString(), 1, Integer::sum));
  }

  private static HttpClientRequest withHeaders(HttpClientRequest request) {
    return request
        .putHeader("Authorization", "Bearer " + TestEnvironment.ALICE)
        .putHeader("Content-Type", "application/json")
        .putHeader("Prefer", "wait=300");
  }

  private io.vertx.core.Future<Buffer> read(HttpClientResponse response) {
    return response.body().onSuccess(body -> note(response.statusCode(), body));
  }

  private void note(int status, Buffer body) {
    long now = System.currentTimeMillis();
    JsonObject task = status == 200 ? body.toJsonObject() : new JsonObject();
    if ("DONE".equals(task.getString("status"))) {
      arrivals.put(UUID.fromString(task.getString("task_id")), now);
    } else {
      others.merge(status + " " + body, 1, Integer::sum);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
