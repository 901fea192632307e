package io.anteroom.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * Replicas behind what a Service of Kubernetes does: each request goes to the next one that is
 * ready, and none to one that is to be stopped.
 */
final class ReadyReplicas implements AutoCloseable {

  private static final Duration PROBE = Duration.ofMillis(100);
  private static final Duration MAX_STOP = Duration.ofSeconds(40);

  /** From the moment that no new request is sent to a replica to its SIGTERM ({@code preStop}). */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PROBE).build();
  private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();
  private final List<AnteroomProcess> replicas = new CopyOnWriteArrayList<>();
  private final List<AnteroomProcess> ready = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Void>> stops = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  ReadyReplicas(List<AnteroomProcess> started) {
    replicas.addAll(started);
    probes.scheduleWithFixedDelay(this::probe, 0, PROBE.toMillis(), TimeUnit.MILLISECONDS);
    Awaitility.await().until(() -> ready.size() == started.size());
  }

  /** The replica that the next request goes to. */
  AnteroomProcess next() {
    AnteroomProcess[] now = ready.toArray(AnteroomProcess[]::new);
    if (now.length == 0) {
      throw new IllegalStateException("no replica is ready");
    }
    return now[Math.floorMod(next.getAndIncrement(), now.length)];
  }

  /**
   * Starts another replica, and stops the oldest one when the other is ready. Returns before the
   * stop is over.
   */
  void replaceOldest(Supplier<AnteroomProcess> start) {
    AnteroomProcess other = start.get();
    replicas.add(other);
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ready.contains(other));
    AnteroomProcess oldest = replicas.remove(0);
    ready.remove(oldest);
    long since = System.nanoTime();
    Awaitility.await().until(() -> System.nanoTime() - since > PAUSE.toNanos());
    stops.add(CompletableFuture.runAsync(() -> oldest.stop(MAX_STOP)));
  }

  /** Returns when those that were replaced have stopped. */
  void awaitStops() {
    stops.forEach(CompletableFuture::join);
  }

  private void probe() {
    for (AnteroomProcess replica : replicas) {
      boolean isReady = isReady(replica);
      if (!isReady || !replicas.contains(replica)) {
        ready.remove(replica);
      } else if (!ready.contains(replica)) {
        ready.add(replica);
      }
    }
  }

  private boolean isReady(AnteroomProcess replica) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(replica.managementUrl("/q/health/ready")))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    probes.shutdownNow();
    replicas.forEach(AnteroomProcess::close);
    awaitStops();
  }
}
