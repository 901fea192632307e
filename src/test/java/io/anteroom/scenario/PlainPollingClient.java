package io.anteroom.scenario;

import io.anteroom.sandbox.upstream.SandboxUpstream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client does without Anteroom: asks for its tasks one by one, in turn or with exponential
 * backoff, and keeps the quota with a limiter of its own. All state belongs to its one thread.
 */
final class PlainPollingClient implements PollingRun {

  enum Order {
    ROUND_ROBIN,
    EXPONENTIAL_BACKOFF
  }

  private static final int PERMITS = 60;
  private static final long LOOK_MILLIS = 5;
  private static final long FIRST = 1_000 / MixedLoad.SPEED;
  private static final long MAX = 60_000 / MixedLoad.SPEED;
  private static final Pattern TASK = Pattern.compile("\"task_id\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern END = Pattern.compile("\"status\"\\s*:\\s*\"(DONE|FAILED)\"");

  private record Open(String id, long askedAt, int asked) {
    long dueAt() {
      return askedAt + Math.min(MAX, FIRST << Math.min(asked, 10));
    }
  }

  private final Order order;
  private final SandboxUpstream upstream;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final List<Open> open = new ArrayList<>();
  private final Deque<Long> usedUntil = new ArrayDeque<>();
  private final Map<String, Long> known = new HashMap<>();
  private int underWay;

  PlainPollingClient(Order order, SandboxUpstream upstream) {
    this.order = order;
    this.upstream = upstream;
    thread.scheduleAtFixedRate(this::ask, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public String name() {
    return "one by one, " + order.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  @Override
  public SandboxUpstream upstream() {
    return upstream;
  }

  @Override
  public void index(MixedLoad.Content content) {
    String body = MixedLoad.body(content, upstream.baseUrl());
    HttpRequest request =
        request(MixedLoad.path(content))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    http.sendAsync(request, BodyHandlers.ofString()).thenAcceptAsync(this::indexed, thread);
  }

  private void indexed(HttpResponse<String> answer) {
    Matcher task = TASK.matcher(answer.body());
    if (task.find()) {
      open.add(new Open(task.group(1), now(), 0));
    }
  }

  private void ask() {
    usedUntil.removeIf(until -> until <= now());
    while (usedUntil.size() + underWay < PERMITS) {
      Optional<Open> next = next();
      if (next.isEmpty()) {
        return;
      }
      Open task = next.get();
      open.remove(task);
      underWay++;
      http.sendAsync(request("/tasks/" + task.id()).GET().build(), BodyHandlers.ofString())
          .handleAsync((answer, failure) -> answered(task, answer), thread);
    }
  }

  private Optional<Open> next() {
    return order == Order.ROUND_ROBIN
        ? open.stream().min(Comparator.comparingLong(Open::askedAt))
        : open.stream()
            .filter(task -> task.dueAt() <= now())
            .min(Comparator.comparingLong(Open::dueAt));
  }

  private Void answered(Open task, HttpResponse<String> answer) {
    underWay--;
    usedUntil.add(now() + MixedLoad.WINDOW_MILLIS + LOOK_MILLIS);
    if (answer != null && END.matcher(answer.body()).find()) {
      known.put(task.id(), now());
    } else {
      open.add(new Open(task.id(), now(), task.asked() + 1));
    }
    return null;
  }

  @Override
  public Map<String, Long> knownAt() {
    return java.util.concurrent.CompletableFuture.supplyAsync(() -> Map.copyOf(known), thread)
        .join();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    upstream.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(upstream.baseUrl() + path))
        .header("Authorization", "Bearer sandbox-pro-key");
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
