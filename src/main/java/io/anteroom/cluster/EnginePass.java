package io.anteroom.cluster;

import io.anteroom.async.DetachedFromCaller;
import io.anteroom.async.FailureLog;
import io.anteroom.async.Sweep;
import io.anteroom.async.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * One bounded pass of the engine, for {@code POST /engine/tick}: everything that is due, until
 * nothing more is due within the linger or the time is over. Several passes share the engine.
 * Thread-safe.
 */
@Singleton
public class EnginePass {

  private static final Logger LOG = Logger.getLogger(EnginePass.class);
  private static final Duration CHECK = Duration.ofMillis(100);

  /** Of the given time this part is left for what is under way to end. */
  private static final int RESERVE = 5;

  private static final Duration MAX_RESERVE = Duration.ofSeconds(5);

  /** A database that does not answer must not hold the response back. */
  private static final Duration LAST_QUESTION = Duration.ofSeconds(1);

  private final Engine engine;
  private final EngineDemand demand;
  private final EngineSettings settings;
  private final TickLoop ticks;
  private final NextDue nextDue;
  private final ReplicaState replicaState;
  private final MeterRegistry registry;
  private final List<Sweep> sweeps;
  private final Ticker ticker;
  private final AtomicInteger passes = new AtomicInteger();
  private final AtomicBoolean sweeping = new AtomicBoolean();

  EnginePass(
      Engine engine,
      EngineDemand demand,
      EngineSettings settings,
      TickLoop ticks,
      NextDue nextDue,
      ReplicaState replicaState,
      MeterRegistry registry,
      @All List<Sweep> sweeps,
      Ticker ticker) {
    this.engine = engine;
    this.demand = demand;
    this.settings = settings;
    this.ticks = ticks;
    this.nextDue = nextDue;
    this.replicaState = replicaState;
    this.registry = registry;
    this.sweeps = sweeps;
    this.ticker = ticker;
  }

  /**
   * Runs a pass. Who cancels it does not end it.
   *
   * @param time how long it may take, at most
   */
  public Uni<PassReport> run(Duration time) {
    return DetachedFromCaller.run(() -> begin(time))
        .ifNoItem()
        .after(time.plus(LAST_QUESTION))
        .fail();
  }

  private Uni<PassReport> begin(Duration time) {
    Pass pass = new Pass(time);
    demand.begin();
    ticks.wake();
    return pass.until(pass::isDone, pass.workTime)
        .onTermination()
        .invoke(demand::endAtOnce)
        .onTermination()
        .invoke(passes::decrementAndGet)
        .chain(() -> sweep(pass))
        .chain(() -> pass.until(this::restsOrIsNeeded, time))
        .chain(nextDue::ask)
        .map(seen -> pass.report(seen));
  }

  /** Only in on-demand mode does the engine rest when nobody needs it. */
  private Uni<Boolean> restsOrIsNeeded() {
    boolean over = !settings.isOnDemand() || demand.isOpen() || engine.rests();
    return Uni.createFrom().item(over);
  }

  /** In the time that is left; what takes longer goes on, and the pass does not wait for it. */
  private Uni<Void> sweep(Pass pass) {
    if (!settings.isOnDemand() || !sweeping.compareAndSet(false, true)) {
      return Uni.createFrom().voidItem();
    }
    AtomicBoolean swept = new AtomicBoolean();
    FailureLog.recover(LOG, "a sweep", sweepAll(pass.complete), null)
        .onTermination()
        .invoke(() -> sweeping.set(false))
        .subscribe()
        .with(done -> swept.set(true));
    return pass.until(() -> Uni.createFrom().item(swept.get()), pass.time);
  }

  private Uni<Void> sweepAll(boolean delivered) {
    return Multi.createFrom()
        .iterable(sweeps)
        .filter(sweep -> delivered || !sweep.isAfterDeliveries())
        .onItem()
        .transformToUniAndConcatenate(Sweep::sweep)
        .onItem()
        .ignoreAsUni();
  }

  /** One pass. Its steps follow each other. */
  private final class Pass {

    private final Duration time;
    private final Duration workTime;
    private final long start = ticker.nanos();
    private final WorkCounts before = WorkCounts.read(registry);
    private final boolean joined = passes.getAndIncrement() > 0;

    /** A tick that is under way may have asked before this pass began. */
    private final long ticksBefore = ticks.ended() + (ticks.isTicking() ? 1 : 0);

    private volatile boolean complete;

    private Pass(Duration time) {
      this.time = time;
      Duration reserve = time.dividedBy(RESERVE);
      this.workTime = time.minus(reserve.compareTo(MAX_RESERVE) > 0 ? MAX_RESERVE : reserve);
    }

    /** Checks again and again until the answer is true, or so much time has passed. */
    private Uni<Void> until(Supplier<Uni<Boolean>> check, Duration end) {
      return Uni.createFrom()
          .deferred(() -> isOver(end) ? Uni.createFrom().item(true) : check.get())
          .chain(
              done ->
                  done
                      ? Uni.createFrom().item(true)
                      : Uni.createFrom().item(false).onItem().delayIt().by(CHECK))
          .repeat()
          .until(done -> done)
          .collect()
          .last()
          .replaceWithVoid();
    }

    private boolean isOver(Duration end) {
      return replicaState.state() == ReplicaState.State.STOPPING
          || ticker.since(start).compareTo(end) >= 0;
    }

    /** Whether nothing is under way, and nothing is due soon. */
    private Uni<Boolean> isDone() {
      if (!engine.isWorking() || ticks.ended() <= ticksBefore || !engine.isIdle()) {
        return Uni.createFrom().item(false);
      }
      return nextDue
          .ask()
          .map(seen -> complete = engine.isIdle() && !seen.isWithin(settings.linger()));
    }

    private PassReport report(NextDue.Seen seen) {
      return new PassReport(
          ticker.since(start),
          WorkCounts.read(registry).since(before),
          complete,
          joined,
          !engine.isIdle(),
          seen.due());
    }
  }
}
