package io.anteroom.bench.beside;

import io.vertx.core.Vertx;
import java.time.Duration;

/** The whole flow of one service: from the accept until the end is known. */
final class FlowRun {

  private static final int CONNECTIONS = 16;
  private static final int MOST_UNDER_WAY = 5_000;
  private static final int MOST_WAITING = 2_000;
  private static final Duration LONGEST_SAMPLE = Duration.ofSeconds(5);
  private static final Duration TASK_TIME = Duration.ofMillis(500);

  /** The end of the first window, and its length. */
  private static final Duration EARLY = Duration.ofSeconds(10);

  private static final Duration EARLY_WINDOW = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final BenchStores stores;
  private final LeanUpstream upstream;
  private final Duration length;

  /**
   * @param length of a run, more than 12 s; its last sixth is the second window
   */
  FlowRun(Vertx vertx, BenchStores stores, LeanUpstream upstream, Duration length) {
    this.vertx = vertx;
    this.stores = stores;
    this.upstream = upstream;
    this.length = length;
  }

  /** What had happened at a moment; CPU in milliseconds. */
  private record Moment(long nanos, int known, int polls, double own, double stores) {}

  FlowFigures run(Contestant contestant) throws Exception {
    UpstreamRecord record = upstream.reset(RunSettings.UNLIMITED, () -> TASK_TIME);
    try (BenchedService service =
            BenchedService.start(contestant, stores, upstream.url(), RunSettings.UNLIMITED);
        BenchClient client = new BenchClient(vertx, service.port(), CONNECTIONS, MOST_WAITING)) {
      FlowLoad load = new FlowLoad(vertx, client, record, MOST_UNDER_WAY);
      long start = System.nanoTime();
      load.start(CONNECTIONS);
      Moment earlyFrom = at(start, EARLY.minus(EARLY_WINDOW), service, record);
      Moment earlyTo = at(start, EARLY, service, record);
      load.sample();
      Moment lateFrom = at(start, length.multipliedBy(5).dividedBy(6), service, record);
      Moment lateTo = at(start, length, service, record);
      load.stop();
      load.awaitSamples(LONGEST_SAMPLE);
      return new FlowFigures(
          contestant.name(),
          service.readySeconds(),
          rates(earlyFrom, earlyTo),
          rates(lateFrom, lateTo),
          load.endToKnown.at(0.5),
          load.endToKnown.at(0.99),
          10_000.0 * lateTo.polls / Math.max(1, lateTo.known),
          record.refused.get(),
          load.failures.get());
    }
  }

  private Moment at(long start, Duration after, BenchedService service, UpstreamRecord record)
      throws InterruptedException {
    long rest = start + after.toNanos() - System.nanoTime();
    if (rest > 0) {
      Thread.sleep(rest / 1_000_000);
    }
    return new Moment(
        System.nanoTime(),
        record.known.get(),
        record.polls.get(),
        service.cpuMillis(),
        stores.cpuMillis());
  }

  private FlowFigures.Rates rates(Moment from, Moment to) {
    double tasks = to.known == from.known ? Double.NaN : to.known - from.known;
    return new FlowFigures.Rates(
        (to.known - from.known) * 1e9 / (to.nanos - from.nanos),
        (to.own - from.own) / tasks,
        (to.stores - from.stores) / tasks);
  }
}
