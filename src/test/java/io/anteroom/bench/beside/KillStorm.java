package io.anteroom.bench.beside;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The process of a service is killed with -9 again and again, and started at once. While it runs,
 * clients post at an even pace. Each request has an idempotency key, and is sent again until it is
 * accepted. The stores are not killed.
 */
final class KillStorm {

  private static final int PER_SECOND = 80;
  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final int CONNECTIONS = 16;
  private static final Duration TASK_TIME = Duration.ofMillis(500);
  private static final Duration LONGEST_POSTING = Duration.ofSeconds(120);
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(90);

  /** Nothing more is waited for after so long without a new end. */
  private static final Duration STUCK = Duration.ofSeconds(20);

  private static final int ROUNDS = 20;
  private static final int ROUND_MILLIS = 500;
  private static final String UNKNOWN = "unknown";

  private final Vertx vertx;
  private final BenchStores stores;
  private final LeanUpstream upstream;
  private final int most;

  /**
   * @param most kills
   */
  KillStorm(Vertx vertx, BenchStores stores, LeanUpstream upstream, int most) {
    this.vertx = vertx;
    this.stores = stores;
    this.upstream = upstream;
    this.most = most;
  }

  /**
   * What became of the tasks.
   *
   * @param lost accepted, and unknown to the service in the end
   * @param open known to the service, and not DONE when nothing more happened
   * @param doubled created more than once by the upstream
   * @param refused responses of the upstream with 429
   */
  record Figures(
      String name,
      int kills,
      int accepted,
      int lost,
      int open,
      int doubled,
      int refused,
      int seconds) {

    static String header() {
      return "%-24s %6s %9s %6s %6s %8s %6s %8s"
          .formatted("", "kills", "accepted", "lost", "open", "doubled", "429s", "took s");
    }

    String line() {
      return "%-24s %6d %9d %6d %6d %8d %6d %8d"
          .formatted(name, kills, accepted, lost, open, doubled, refused, seconds);
    }
  }

  Figures run(Contestant contestant) throws Exception {
    long start = System.nanoTime();
    UpstreamRecord record = upstream.reset(RunSettings.STORM, () -> TASK_TIME);
    Map<String, String> accepted = new ConcurrentHashMap<>();
    try (BenchedService service =
            BenchedService.start(contestant, stores, upstream.url(), RunSettings.STORM);
        BenchClient client = new BenchClient(vertx, service.port(), CONNECTIONS, 1)) {
      AtomicInteger texts = new AtomicInteger();
      AtomicBoolean up = new AtomicBoolean(true);
      long end = System.nanoTime() + LONGEST_POSTING.toNanos();
      long timer =
          vertx.setPeriodic(
              1000 / PER_SECOND,
              tick -> {
                if (up.get()) {
                  insist(client, "text " + texts.incrementAndGet(), newKey(), accepted, end);
                }
              });
      int kills = 0;
      while (kills < most && System.nanoTime() < end) {
        Thread.sleep(BETWEEN.toMillis());
        service.kill();
        up.set(false);
        kills++;
        service.startAgain();
        up.set(true);
      }
      vertx.cancelTimer(timer);
      awaitEnds(record, texts.get());
      Outcome outcome = outcome(client, accepted);
      int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      return new Figures(
          contestant.name(),
          kills,
          accepted.size(),
          outcome.lost(),
          outcome.open(),
          record.doubled(),
          record.refused.get(),
          seconds);
    }
  }

  private record Outcome(int lost, int open) {}

  private static String newKey() {
    return UUID.randomUUID().toString();
  }

  private void insist(
      BenchClient client, String text, String key, Map<String, String> accepted, long end) {
    client
        .accept(text, key)
        .onSuccess(id -> accepted.put(text, id))
        .onFailure(
            failure -> {
              if (System.nanoTime() < end) {
                vertx.setTimer(100, timer -> insist(client, text, key, accepted, end));
              }
            });
  }

  private static void awaitEnds(UpstreamRecord record, int texts) throws InterruptedException {
    long start = System.nanoTime();
    long lastChange = start;
    int known = record.known.get();
    while (known < texts
        && System.nanoTime() - start < LONGEST_DRAIN.toNanos()
        && System.nanoTime() - lastChange < STUCK.toNanos()) {
      Thread.sleep(100);
      if (record.known.get() != known) {
        known = record.known.get();
        lastChange = System.nanoTime();
      }
    }
  }

  /** Asks for every task that was accepted; again for a while, as long as some are not DONE. */
  private static Outcome outcome(BenchClient client, Map<String, String> accepted)
      throws InterruptedException {
    Outcome outcome = ask(client, accepted);
    for (int i = 0; i < ROUNDS && outcome.open() > 0; i++) {
      Thread.sleep(ROUND_MILLIS);
      outcome = ask(client, accepted);
    }
    return outcome;
  }

  private static Outcome ask(BenchClient client, Map<String, String> accepted) {
    List<Future<String>> statuses =
        accepted.values().stream().map(id -> client.status(id).otherwise(UNKNOWN)).toList();
    Future.join(statuses).toCompletionStage().toCompletableFuture().join();
    int unknown = (int) statuses.stream().filter(each -> UNKNOWN.equals(each.result())).count();
    int done = (int) statuses.stream().filter(each -> "DONE".equals(each.result())).count();
    return new Outcome(unknown, statuses.size() - done - unknown);
  }
}
