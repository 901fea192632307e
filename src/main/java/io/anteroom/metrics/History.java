package io.anteroom.metrics;

import io.anteroom.async.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What this replica did in the last hour, from its own metrics, for plots where no Prometheus is.
 * It holds {@link #MAX} samples at the most, and reads no database. Thread-safe.
 */
@Singleton
public class History {

  /** Between two samples. */
  public static final Duration STEP = Duration.ofSeconds(10);

  private static final Duration KEPT = Duration.ofHours(1);
  static final int MAX = (int) KEPT.dividedBy(STEP);

  /** The sums since the start of the process. */
  private record Sums(long at, double submitted, double ended, long polls, double lagSeconds) {}

  private final MeterRegistry registry;
  private final Clock clock;
  private final Ticker ticker;
  private final Deque<HistorySample> samples = new ArrayDeque<>();
  private Sums before;

  @Inject
  History(MeterRegistry registry, Clock clock, Ticker ticker) {
    this.registry = registry;
    this.clock = clock;
    this.ticker = ticker;
    this.before = sums();
  }

  /** Of the last hour, the oldest first. */
  public synchronized List<HistorySample> samples() {
    return List.copyOf(samples);
  }

  @Scheduled(every = "10s", delayed = "10s", concurrentExecution = ConcurrentExecution.SKIP)
  synchronized void sample() {
    Sums now = sums();
    double seconds = ticker.since(before.at()).toMillis() / 1000.0;
    if (seconds <= 0) {
      return;
    }
    long polls = now.polls() - before.polls();
    samples.add(
        new HistorySample(
            clock.instant(),
            seconds,
            Math.round(now.submitted() - before.submitted()),
            Math.round(now.ended() - before.ended()),
            polls,
            polls == 0 ? null : Math.max(0, now.lagSeconds() - before.lagSeconds()) / polls));
    before = now;
    while (samples.size() > MAX || isOld(samples.peek())) {
      samples.remove();
    }
  }

  /** A process that was suspended has few samples, over a longer time. */
  private boolean isOld(HistorySample sample) {
    return sample.at().isBefore(clock.instant().minus(KEPT));
  }

  private Sums sums() {
    Collection<Timer> lags = registry.find("anteroom.poll.lag").timers();
    return new Sums(
        ticker.nanos(),
        count(registry.find("anteroom.submits").tag("outcome", "accepted").counters()),
        count(registry.find("anteroom.tasks.ended").counters()),
        lags.stream().mapToLong(Timer::count).sum(),
        lags.stream().mapToDouble(timer -> timer.totalTime(TimeUnit.MILLISECONDS)).sum() / 1000);
  }

  private static double count(Collection<Counter> counters) {
    return counters.stream().mapToDouble(Counter::count).sum();
  }
}
