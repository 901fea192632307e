package io.anteroom.bench.beside;

import io.anteroom.TestEnvironment;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What it costs to watch a service: accepts a second with the whole flow behind them, CPU and
 * memory, while nobody watches, while metrics are scraped, while spans are sent, while the
 * operator's page is open, and with all three. In turn, several rounds in one run, every other one
 * backwards, so that a machine that gets slower or faster does so for all. It fails where one of
 * those who watch got nothing.
 */
public final class ObservationBenchmark {

  private static final int CONNECTIONS = 16;
  private static final int MOST_UNDER_WAY = 5_000;
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private ObservationBenchmark() {}

  private enum Watch {
    NOBODY("nobody"),
    METRICS("metrics"),
    TRACES("traces"),
    PAGE("an open page"),
    ALL("all three");

    final String label;

    Watch(String label) {
      this.label = label;
    }

    boolean has(Watch other) {
      return this == ALL || this == other;
    }
  }

  /** Of a window; CPU in milliseconds for an accepted task, memory in MiB. */
  private record Cost(double accepts, double own, double memory) {}

  /**
   * @param args the seconds of warm-up before the ten that count; the rounds; then one command of
   *     Anteroom, or none for the first build of this checkout
   */
  public static void main(String[] args) throws Exception {
    Duration warmUp = Duration.ofSeconds(Long.parseLong(args[0]));
    int rounds = Integer.parseInt(args[1]);
    List<String> command = Stream.of(args).skip(2).limit(1).toList();
    Vertx vertx = Vertx.vertx();
    try (BenchStores stores = new BenchStores();
        LeanUpstream upstream = new LeanUpstream(vertx);
        TraceSink sink = new TraceSink(vertx)) {
      Map<Watch, List<Cost>> costs = new HashMap<>();
      for (int round = 0; round < rounds; round++) {
        for (Watch watch : order(round)) {
          long spans = sink.bytes.get();
          Contestant contestant = contestant(command, watch, sink);
          Cost cost = measure(vertx, stores, upstream, contestant, watch, warmUp);
          costs.computeIfAbsent(watch, none -> new ArrayList<>()).add(cost);
          demand(watch.has(Watch.TRACES) == sink.bytes.get() > spans, "spans, with " + watch.label);
          tell(watch, cost);
        }
      }
      print(costs);
      System.out.printf("spans: %.1f MiB%n", sink.bytes.get() / 1024.0 / 1024);
    }
    System.exit(0); // the servers' libraries leave threads behind
  }

  private static List<Watch> order(int round) {
    List<Watch> order = new ArrayList<>(List.of(Watch.values()));
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }

  private static Contestant contestant(List<String> command, Watch watch, TraceSink sink)
      throws Exception {
    Map<String, String> variables = new HashMap<>();
    variables.put("ANTEROOM_OPERATOR_KEY", TestEnvironment.OPERATOR);
    if (watch.has(Watch.TRACES)) {
      variables.putAll(sink.variables());
    }
    return Contestants.anteroom(command, variables).get(0);
  }

  private static Cost measure(
      Vertx vertx,
      BenchStores stores,
      LeanUpstream upstream,
      Contestant contestant,
      Watch watch,
      Duration warmUp)
      throws Exception {
    UpstreamRecord record = upstream.reset(RunSettings.UNLIMITED, () -> Duration.ofMillis(500));
    try (BenchedService service =
            BenchedService.start(contestant, stores, upstream.url(), RunSettings.UNLIMITED);
        BenchClient client = new BenchClient(vertx, service.port(), CONNECTIONS, 1)) {
      List<Observer> observers = new ArrayList<>();
      if (watch.has(Watch.METRICS)) {
        observers.add(Observer.prometheus(vertx, service.managementPort()));
      }
      if (watch.has(Watch.PAGE)) {
        observers.add(Observer.page(vertx, service.port()));
      }
      FlowLoad load = new FlowLoad(vertx, client, record, MOST_UNDER_WAY);
      load.start(CONNECTIONS);
      Thread.sleep(warmUp.toMillis());
      Cost cost = window(service, load);
      load.stop();
      demand(load.failures.get() == 0, load.failures + " accepts failed");
      observers.forEach(ObservationBenchmark::end); // before the service, which would fail them
      return cost;
    }
  }

  private static Cost window(BenchedService service, FlowLoad load) throws Exception {
    long start = System.nanoTime();
    int before = load.accepted.get();
    double own = service.cpuMillis();
    Thread.sleep(WINDOW.toMillis());
    double accepted = Math.max(1, load.accepted.get() - before);
    return new Cost(
        accepted * 1e9 / (System.nanoTime() - start),
        (service.cpuMillis() - own) / accepted,
        service.mebibytes("VmRSS"));
  }

  private static void end(Observer observer) {
    observer.close();
    System.out.println(observer);
    demand(observer.answers.get() > 0 && observer.failures.get() == 0, observer.toString());
  }

  private static void demand(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("not as it should be: " + what);
    }
  }

  private static void tell(Watch watch, Cost cost) {
    System.out.printf(
        "%s: %.0f accepts/s, %.2f ms of own CPU, %.0f MiB%n",
        watch.label, cost.accepts, cost.own, cost.memory);
  }

  private static void print(Map<Watch, List<Cost>> costs) {
    Cost alone = mean(costs.get(Watch.NOBODY));
    System.out.printf(
        "%n%-16s %11s %8s %12s %8s %9s%n",
        "who watches", "accepts/s", "ratio", "own CPU ms", "ratio", "RSS MiB");
    for (Watch watch : Watch.values()) {
      Cost mean = mean(costs.get(watch));
      System.out.printf(
          "%-16s %11.0f %8.2f %12.2f %8.2f %9.0f%n",
          watch.label,
          mean.accepts,
          mean.accepts / alone.accepts,
          mean.own,
          mean.own / alone.own,
          mean.memory);
    }
  }

  private static Cost mean(List<Cost> costs) {
    return new Cost(
        costs.stream().mapToDouble(Cost::accepts).average().orElseThrow(),
        costs.stream().mapToDouble(Cost::own).average().orElseThrow(),
        costs.stream().mapToDouble(Cost::memory).average().orElseThrow());
  }
}
