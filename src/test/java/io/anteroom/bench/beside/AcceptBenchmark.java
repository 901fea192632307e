package io.anteroom.bench.beside;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Durable accepts a second, with 32 connections, each posting the next text when the last one was
 * accepted. Beside Anteroom: single-row inserts, and BullMQ.
 */
public final class AcceptBenchmark {

  private static final int CONNECTIONS = 32;
  private static final int INSERT_SECONDS = 10;
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private AcceptBenchmark() {}

  /** Accepts in the window; milliseconds of CPU for one of them. */
  private record Accepts(String name, double perSecond, double own, double stores, int failures) {}

  /**
   * @param args the seconds of warm-up before the ten that count; then commands of Anteroom, or
   *     none for all builds
   */
  public static void main(String[] args) throws Exception {
    Duration warmUp = Duration.ofSeconds(Long.parseLong(args[0]));
    List<String> commands = Stream.of(args).skip(1).toList();
    Vertx vertx = Vertx.vertx();
    try (BenchStores stores = new BenchStores();
        LeanUpstream upstream = new LeanUpstream(vertx)) {
      InsertBaseline.Inserts inserts = InsertBaseline.measure(stores, INSERT_SECONDS);
      System.out.printf("%nsingle-row inserts: %.0f/s (%s)%n", inserts.perSecond(), inserts.by());
      List<Accepts> all = new ArrayList<>();
      Map<String, String> on = Map.of("ANTEROOM_ACCEPT_MAX_QUEUED", "1000000");
      Map<String, String> off = new HashMap<>(on);
      off.put("ANTEROOM_CLUSTER_WORK", "false");
      for (Contestant each : Contestants.anteroom(commands, off)) {
        all.add(accepts(vertx, stores, upstream, each, each.name() + ", engine off", warmUp));
      }
      for (Contestant each : Contestants.anteroom(commands, on)) {
        all.add(accepts(vertx, stores, upstream, each, each.name() + ", engine on", warmUp));
      }
      for (Contestant each : Contestants.bullMq()) {
        all.add(accepts(vertx, stores, upstream, each, each.name() + ", worker on", warmUp));
      }
      print(inserts, all);
    }
    System.exit(0); // the servers' libraries leave threads behind
  }

  private static Accepts accepts(
      Vertx vertx,
      BenchStores stores,
      LeanUpstream upstream,
      Contestant contestant,
      String name,
      Duration warmUp)
      throws Exception {
    UpstreamRecord record = upstream.reset(RunSettings.UNLIMITED, () -> Duration.ofMillis(500));
    try (BenchedService service =
            BenchedService.start(contestant, stores, upstream.url(), RunSettings.UNLIMITED);
        BenchClient client = new BenchClient(vertx, service.port(), CONNECTIONS, 1)) {
      FlowLoad load = new FlowLoad(vertx, client, record, Integer.MAX_VALUE);
      load.start(CONNECTIONS);
      Thread.sleep(warmUp.toMillis());
      long start = System.nanoTime();
      int before = load.accepted.get();
      double own = service.cpuMillis();
      double ofStores = stores.cpuMillis();
      Thread.sleep(WINDOW.toMillis());
      double accepted = Math.max(1, load.accepted.get() - before);
      load.stop();
      return new Accepts(
          name,
          accepted * 1e9 / (System.nanoTime() - start),
          (service.cpuMillis() - own) / accepted,
          (stores.cpuMillis() - ofStores) / accepted,
          load.failures.get());
    }
  }

  private static void print(InsertBaseline.Inserts inserts, List<Accepts> all) {
    System.out.printf(
        "%n%-36s %10s %10s %12s %14s %8s%n",
        "", "accepts/s", "× inserts", "own CPU ms", "stores' CPU ms", "failed");
    for (Accepts each : all) {
      System.out.printf(
          "%-36s %10.0f %10.2f %12.2f %14.2f %8d%n",
          each.name,
          each.perSecond,
          each.perSecond / inserts.perSecond(),
          each.own,
          each.stores,
          each.failures);
    }
    for (Accepts one : all) {
      for (Accepts other : all) {
        if (one.name.endsWith("engine on") && other.name.endsWith("worker on")) {
          System.out.printf(
              "%s ÷ %s: %.2f%n", one.name, other.name, one.perSecond / other.perSecond);
        }
      }
    }
  }
}
