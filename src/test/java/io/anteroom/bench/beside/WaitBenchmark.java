package io.anteroom.bench.beside;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * From the upstream's response that shows an end to the response of the request that waited for it,
 * at two replicas of which one polls. Then the memory of a replica with 10,000 waiting requests.
 */
public final class WaitBenchmark {

  private static final int ENDS_PER_SECOND = 50;
  private static final int MANY = 10_000;
  private static final int MANY_PER_SECOND = 500;
  private static final Duration MANY_TASK_TIME = Duration.ofSeconds(45);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(15);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(110);

  /** Longer than a lease of polling, so that the first replica has it. */
  private static final Duration FIRST_REPLICA_ALONE = Duration.ofSeconds(4);

  private final Vertx vertx = Vertx.vertx();
  private final LeanUpstream upstream = new LeanUpstream(vertx);
  private final AtomicInteger texts = new AtomicInteger();

  private WaitBenchmark() {}

  /**
   * @param args the seconds of each part, of which the first has just started; then commands of
   *     Anteroom, or none for all builds
   */
  public static void main(String[] args) throws Exception {
    Duration part = Duration.ofSeconds(Long.parseLong(args[0]));
    List<String> commands = Stream.of(args).skip(1).toList();
    WaitBenchmark benchmark = new WaitBenchmark();
    try (BenchStores stores = new BenchStores()) {
      for (Contestant build : Contestants.anteroom(commands, Map.of())) {
        System.out.printf("%n%s%n", build.name());
        benchmark.ends(build, stores, part);
        benchmark.many(build, stores);
      }
    }
    System.exit(0); // the servers' libraries leave threads behind
  }

  private void ends(Contestant build, BenchStores stores, Duration part) throws Exception {
    UpstreamRecord record =
        upstream.reset(
            RunSettings.UNLIMITED,
            () -> Duration.ofMillis(ThreadLocalRandom.current().nextInt(500, 3000)));
    String database = stores.fresh(build.redis());
    try (BenchedService one = start(build, stores, database)) {
      Thread.sleep(FIRST_REPLICA_ALONE.toMillis());
      try (BenchedService two = start(build, stores, database);
          BenchClient first = new BenchClient(vertx, one.port(), 1, 1000);
          BenchClient second = new BenchClient(vertx, two.port(), 1, 1000)) {
        for (String heat : List.of("just started", "after " + part.toSeconds() + " s")) {
          Percentiles ofFirst = new Percentiles();
          Percentiles ofSecond = new Percentiles();
          AtomicInteger ticks = new AtomicInteger();
          long timer =
              vertx.setPeriodic(
                  2000 / ENDS_PER_SECOND,
                  tick -> {
                    ticks.incrementAndGet();
                    wait(first, record, ofFirst);
                    wait(second, record, ofSecond);
                  });
          Thread.sleep(part.toMillis());
          vertx.cancelTimer(timer);
          long end = System.nanoTime() + LAST_ANSWERS.toNanos();
          while (ofFirst.count() + ofSecond.count() < 2 * ticks.get() && System.nanoTime() < end) {
            Thread.sleep(50);
          }
          boolean firstPolls =
              metric(one, "anteroom_polls_total") > metric(two, "anteroom_polls_total");
          print(heat, "the replica that polls", firstPolls ? ofFirst : ofSecond);
          print(heat, "the other replica", firstPolls ? ofSecond : ofFirst);
        }
      }
    }
  }

  private BenchedService start(Contestant build, BenchStores stores, String database)
      throws Exception {
    return BenchedService.start(build, stores, database, upstream.url(), RunSettings.UNLIMITED);
  }

  private void wait(BenchClient client, UpstreamRecord record, Percentiles delays) {
    String text = "text " + texts.incrementAndGet();
    client
        .indexAndWait(text)
        .onSuccess(
            status ->
                record.byText(text).stream()
                    .filter(task -> task.shownNanos() != 0)
                    .forEach(task -> delays.add((System.nanoTime() - task.shownNanos()) / 1e6)));
  }

  private static void print(String heat, String replica, Percentiles delays) {
    System.out.printf(
        "%-16s %-24s p50 %5.0f ms, p99 %5.0f ms, of %d%n",
        heat, replica, delays.at(0.5), delays.at(0.99), delays.count());
  }

  private void many(Contestant build, BenchStores stores) throws Exception {
    UpstreamRecord record = upstream.reset(RunSettings.UNLIMITED, () -> MANY_TASK_TIME);
    try (BenchedService service =
            BenchedService.start(build, stores, upstream.url(), RunSettings.UNLIMITED);
        BenchClient client = new BenchClient(vertx, service.port(), 1, MANY)) {
      double idle = service.mebibytes("VmRSS");
      Percentiles delays = new Percentiles();
      AtomicInteger left = new AtomicInteger(MANY);
      long timer =
          vertx.setPeriodic(
              10,
              tick -> {
                for (int i = 0; i < MANY_PER_SECOND / 100 && left.decrementAndGet() >= 0; i++) {
                  wait(client, record, delays);
                }
              });
      long end = System.nanoTime() + LONGEST_WAIT.toNanos();
      double most = 0;
      double atMost = 0;
      while (delays.count() < MANY && System.nanoTime() < end) {
        double waiting = metric(service, "anteroom_requests_waiting");
        if (waiting >= most) {
          most = waiting;
          atMost = service.mebibytes("VmRSS");
        }
        Thread.sleep(500);
      }
      vertx.cancelTimer(timer);
      System.out.printf(
          "memory: %.0f MiB resident at the start, %.0f with %.0f waiting requests, peak %.0f;"
              + " %d answered, p50 %.0f ms, p99 %.0f ms%n",
          idle,
          atMost,
          most,
          service.mebibytes("VmHWM"),
          delays.count(),
          delays.at(0.5),
          delays.at(0.99));
    }
  }

  /** The sum of a metric over its labels. */
  private static double metric(BenchedService service, String name)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + service.managementPort() + "/q/metrics");
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines())
        .body()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
