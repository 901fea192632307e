package io.anteroom.bench.beside;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections that each post the next text when the last one was accepted, as long as not too many
 * tasks are under way. Some tasks are waited for, to know when their ends are told.
 */
final class FlowLoad {

  /** A bound on all that a run can make. */
  private static final int MAX_TASKS = 400_000;

  private static final int PAUSE_MS = 2;
  private static final int PAUSE_AFTER_FAILURE_MS = 50;
  private static final long SAMPLE_NANOS = 50_000_000;

  final AtomicInteger accepted = new AtomicInteger();
  final AtomicInteger failures = new AtomicInteger();
  final Percentiles endToKnown = new Percentiles();
  private final AtomicInteger samples = new AtomicInteger();
  private final AtomicInteger texts = new AtomicInteger();
  private final Vertx vertx;
  private final BenchClient client;
  private final UpstreamRecord upstream;
  private final int mostUnderWay;
  private long lastSample = System.nanoTime();
  private volatile boolean stopped;
  private volatile boolean sampling;

  /**
   * @param mostUnderWay tasks that are accepted, and not yet known to have ended
   */
  FlowLoad(Vertx vertx, BenchClient client, UpstreamRecord upstream, int mostUnderWay) {
    this.vertx = vertx;
    this.client = client;
    this.upstream = upstream;
    this.mostUnderWay = mostUnderWay;
  }

  void start(int connections) {
    vertx.runOnContext(
        context -> {
          for (int i = 0; i < connections; i++) {
            post();
          }
        });
  }

  /** From now on some tasks are waited for, twenty a second. */
  void sample() {
    sampling = true;
  }

  void stop() {
    stopped = true;
  }

  /** Waits until all tasks that are waited for have ended, at most so long. */
  void awaitSamples(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (endToKnown.count() < samples.get() && System.nanoTime() < end) {
      Thread.sleep(20);
    }
  }

  private void post() {
    if (stopped || texts.get() >= MAX_TASKS) {
      return;
    }
    if (accepted.get() - upstream.known.get() >= mostUnderWay) {
      vertx.setTimer(PAUSE_MS, timer -> post());
      return;
    }
    String text = "text " + texts.incrementAndGet();
    client
        .accept(text, null)
        .onSuccess(
            id -> {
              accepted.incrementAndGet();
              sample(text, id);
              post();
            })
        .onFailure(
            failure -> {
              failures.incrementAndGet();
              vertx.setTimer(PAUSE_AFTER_FAILURE_MS, timer -> post());
            });
  }

  private void sample(String text, String id) {
    long now = System.nanoTime();
    if (!sampling || now - lastSample < SAMPLE_NANOS) {
      return;
    }
    lastSample = now;
    samples.incrementAndGet();
    client
        .waitFor(id)
        .onSuccess(
            status ->
                upstream
                    .byText(text)
                    .forEach(t -> endToKnown.add((System.nanoTime() - t.endNanos) / 1e6)));
  }
}
