package io.anteroom.bench.beside;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The whole flow of Anteroom beside peers, one after the other on the same stores and the same
 * upstream. Prints what each reached, and Anteroom as a multiple of each.
 */
public final class BesideBenchmark {

  private static final int KILLS = 5;

  /** Where runs are shorter than this, one kill must do. */
  private static final Duration SHORT = Duration.ofSeconds(30);

  private BesideBenchmark() {}

  /**
   * @param args {@code flow} (only Anteroom), {@code beside} or {@code storm} (only the kills); the
   *     seconds of each run, more than 12; then commands of Anteroom, or none for all builds
   */
  public static void main(String[] args) throws Exception {
    String what = args[0];
    Duration length = Duration.ofSeconds(Long.parseLong(args[1]));
    List<String> commands = Stream.of(args).skip(2).toList();
    Vertx vertx = Vertx.vertx();
    try (BenchStores stores = new BenchStores();
        LeanUpstream upstream = new LeanUpstream(vertx)) {
      List<Contestant> all = new ArrayList<>(Contestants.anteroom(commands, Map.of()));
      if (!what.equals("flow")) {
        all.addAll(Contestants.peers());
      }
      warmUp(vertx, upstream);
      if (!what.equals("storm")) {
        flow(all, new FlowRun(vertx, stores, upstream, length), length.toSeconds());
      }
      if (!what.equals("flow")) {
        int kills = length.compareTo(SHORT) < 0 ? 1 : KILLS;
        storm(all, new KillStorm(vertx, stores, upstream, kills));
      }
    }
    System.exit(0); // the servers' libraries leave threads behind
  }

  private static void flow(List<Contestant> all, FlowRun run, long seconds) throws Exception {
    System.out.println();
    System.out.println(FlowFigures.header(seconds));
    List<FlowFigures> figures = new ArrayList<>();
    for (Contestant contestant : all) {
      try {
        figures.add(run.run(contestant));
        System.out.println(figures.get(figures.size() - 1).line());
      } catch (IllegalStateException e) {
        System.out.printf("%-24s %s%n", contestant.name(), e.getMessage());
      }
    }
    for (FlowFigures anteroom : figures) {
      if (anteroom.name().startsWith("Anteroom")) {
        System.out.println(FlowFigures.ratioHeader(anteroom.name(), seconds));
        figures.stream()
            .filter(other -> other != anteroom)
            .forEach(other -> System.out.println(anteroom.ratios(other)));
      }
    }
  }

  private static void storm(List<Contestant> all, KillStorm storm) throws Exception {
    System.out.printf("%nkill storm%n%s%n", KillStorm.Figures.header());
    for (Contestant contestant : all) {
      try {
        System.out.println(storm.run(contestant).line());
      } catch (IllegalStateException e) {
        System.out.printf("%-24s %s%n", contestant.name(), e.getMessage());
      }
    }
  }

  /** The first service would otherwise meet a cold stand-in and a cold client. */
  private static void warmUp(Vertx vertx, LeanUpstream upstream) throws InterruptedException {
    UpstreamRecord record = upstream.reset(RunSettings.UNLIMITED, () -> Duration.ZERO);
    int port = java.net.URI.create(upstream.url()).getPort();
    try (BenchClient client = new BenchClient(vertx, port, 16, 16)) {
      FlowLoad load = new FlowLoad(vertx, client, record, Integer.MAX_VALUE);
      load.start(16);
      Thread.sleep(5_000);
      load.stop();
    }
  }
}
