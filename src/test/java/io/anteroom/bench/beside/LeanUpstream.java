package io.anteroom.bench.beside;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A stand-in for the upstream that costs little: the sandbox indexes what it is sent, and would
 * take the machine from what is measured. It has the calls that index a text, poll and list, and
 * notes when a response shows the end of a task for the first time. One event loop serves all.
 */
final class LeanUpstream implements AutoCloseable {

  private static final int PAGE = 100;

  private final Vertx vertx;
  private final HttpServer server;
  private volatile UpstreamRecord record = new UpstreamRecord();
  private volatile Supplier<Duration> taskTime = () -> Duration.ofMillis(500);
  private volatile CallWindow submits = new CallWindow(0, Duration.ZERO);
  private volatile CallWindow polls = new CallWindow(0, Duration.ZERO);
  private volatile Duration submitDelay = Duration.ZERO;
  private long nextId;

  LeanUpstream(Vertx vertx) {
    this.vertx = vertx;
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
            .requestHandler(this::handle)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Forgets all, and counts by these limits from now on. */
  UpstreamRecord reset(RunSettings settings, Supplier<Duration> taskTime) {
    this.taskTime = taskTime;
    submitDelay = settings.submitDelay();
    submits = new CallWindow(settings.submits(), settings.window());
    polls = new CallWindow(settings.polls(), settings.window());
    record = new UpstreamRecord();
    return record;
  }

  private void handle(HttpServerRequest request) {
    String path = request.path();
    boolean isPost = request.method() == HttpMethod.POST;
    if (isPost && path.equals("/index/text")) {
      request.body().onSuccess(body -> submit(request, body.toJsonObject()));
    } else if (isPost && path.equals("/assets")) {
      request.body().onSuccess(body -> list(request, body.toJsonObject()));
    } else if (request.method() == HttpMethod.GET && path.startsWith("/tasks/")) {
      poll(request, path.substring("/tasks/".length()));
    } else if (request.method() == HttpMethod.DELETE && path.startsWith("/assets/asset-")) {
      remove(request, path.substring("/assets/asset-".length()));
    } else {
      answer(request, 404, error("no such call"));
    }
  }

  private void submit(HttpServerRequest request, JsonObject body) {
    long now = System.nanoTime();
    record.submits.incrementAndGet();
    if (isRefused(request, submits, now)) {
      return;
    }
    JsonObject metadata = body.getJsonObject("metadata", new JsonObject());
    UpstreamTask task =
        new UpstreamTask(
            "t" + nextId++,
            body.getString("text"),
            metadata.getString("anteroom_task"),
            now + taskTime.get().toNanos());
    record.add(task);
    JsonObject accepted = new JsonObject().put("message", "Indexing").put("task_id", task.id);
    if (submitDelay.isZero()) {
      answer(request, 200, accepted);
    } else {
      vertx.setTimer(submitDelay.toMillis(), timer -> answer(request, 200, accepted));
    }
  }

  private void poll(HttpServerRequest request, String id) {
    long now = System.nanoTime();
    record.polls.incrementAndGet();
    if (isRefused(request, polls, now)) {
      return;
    }
    UpstreamTask task = record.byId(id);
    if (task == null) {
      answer(request, 404, error("no such task"));
    } else {
      answer(request, 200, view(task, now));
      record.show(task, now);
    }
  }

  private void list(HttpServerRequest request, JsonObject body) {
    long now = System.nanoTime();
    record.polls.incrementAndGet();
    if (isRefused(request, polls, now)) {
      return;
    }
    List<UpstreamTask> found = found(body);
    List<UpstreamTask> page = found.stream().limit(PAGE).toList();
    JsonArray results = new JsonArray();
    page.forEach(task -> results.add(asset(task, now)));
    JsonObject pagination =
        new JsonObject()
            .put("total", found.size())
            .put("page", 1)
            .put("page_size", PAGE)
            .put("total_pages", Math.max(1, (found.size() + PAGE - 1) / PAGE))
            .putNull("next_page")
            .putNull("previous_page");
    answer(request, 200, new JsonObject().put("results", results).put("pagination", pagination));
    page.forEach(task -> record.show(task, now));
  }

  /** The tasks with the markers of the filter; without a filter the newest ones. */
  private List<UpstreamTask> found(JsonObject body) {
    JsonObject filters = body.getJsonObject("filters");
    if (filters == null) {
      return record.newest();
    }
    return filters.getJsonArray("AND").stream()
        .flatMap(filter -> ((JsonObject) filter).getJsonArray("value").stream())
        .flatMap(marker -> record.byMarker((String) marker).stream())
        .toList();
  }

  private void remove(HttpServerRequest request, String id) {
    UpstreamTask task = record.byId(id);
    if (task != null) {
      record.remove(task);
    }
    answer(request, 200, new JsonObject().put("message", "removed"));
  }

  private boolean isRefused(HttpServerRequest request, CallWindow window, long now) {
    long wait = window.arrive(now);
    if (wait > 0) {
      record.refused.incrementAndGet();
      long seconds = TimeUnit.NANOSECONDS.toSeconds(wait) + 1;
      request.response().putHeader("Retry-After", Long.toString(seconds));
      answer(request, 429, error("rate limit"));
    }
    return wait > 0;
  }

  private static JsonObject view(UpstreamTask task, long now) {
    return new JsonObject()
        .put("task_id", task.id)
        .put("status", task.hasEnded(now) ? "DONE" : "PROCESSING")
        .put("asset_id", task.assetId());
  }

  private static JsonObject asset(UpstreamTask task, long now) {
    return view(task, now)
        .put("collection_id", "bench")
        .put("metadata", new JsonObject().put("anteroom_task", task.marker));
  }

  private static JsonObject error(String message) {
    return new JsonObject()
        .put("detail", new JsonArray().add(new JsonObject().put("msg", message)));
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    if (request.response().closed()) {
      return; // the caller has been killed
    }
    Buffer json = body.toBuffer();
    request.response().setStatusCode(status).putHeader("Content-Type", "application/json");
    request.response().end(json);
  }

  @Override
  public void close() {
    server.close();
  }
}
