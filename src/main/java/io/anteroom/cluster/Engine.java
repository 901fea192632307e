package io.anteroom.cluster;

import io.anteroom.async.Loop;
import io.anteroom.cluster.database.DatabaseContact;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The ticks and the {@link BackgroundWork} of this replica: they run always, or in on-demand mode
 * only while there is a demand. Without one it begins nothing new, waits until nothing is under
 * way, and gives its lease up. So a process that is frozen or ended afterwards holds nothing back
 * from the others. Thread-safe.
 */
@Singleton
class Engine {

  private static final Duration BUSY_CHECK = Duration.ofMillis(20);

  private final EngineSettings settings;
  private final EngineDemand demand;
  private final Replica replica;
  private final TickLoop ticks;
  private final DatabaseContact contact;
  private final List<BackgroundWork> work;
  private final Loop loop;

  /** Whether this replica has a lease and ticks; and whether its work goes on. */
  private volatile boolean entered;

  private volatile boolean working;

  Engine(
      EngineSettings settings,
      EngineDemand demand,
      Replica replica,
      TickLoop ticks,
      DatabaseContact contact,
      @All List<BackgroundWork> work,
      Vertx vertx) {
    this.settings = settings;
    this.demand = demand;
    this.replica = replica;
    this.ticks = ticks;
    this.contact = contact;
    this.work = work;
    this.loop = new Loop("engine", vertx, this::step);
  }

  /** Registers the replica, unless it has to wait for a demand. */
  Uni<Void> enter() {
    return settings.isOnDemand() ? Uni.createFrom().voidItem() : replica.enter();
  }

  /** The database knows this replica: the work begins, at once or with the first demand. */
  void start() {
    if (settings.isOnDemand()) {
      ticks.pause();
      work.forEach(BackgroundWork::pause);
      contact.rest();
      demand.tell(loop::wake);
      loop.wake();
    } else {
      entered = true;
      working = true;
      ticks.wake();
      work.forEach(BackgroundWork::start);
    }
  }

  /** Begins nothing new, for good. */
  void stop() {
    loop.stop();
    ticks.stop();
    work.forEach(BackgroundWork::stop);
  }

  /** Whether something is under way that a stop of the process should wait for. */
  boolean isBusy() {
    return work.stream().anyMatch(BackgroundWork::isBusy);
  }

  /** Whether nothing at all is under way. */
  boolean isIdle() {
    return work.stream().allMatch(BackgroundWork::isIdle);
  }

  boolean isWorking() {
    return working;
  }

  /** Whether it has given its lease up. */
  boolean rests() {
    return !entered;
  }

  /** Brings the engine one step nearer to what the demand asks for. */
  private Uni<Optional<Duration>> step() {
    Duration lingerLeft = demand.lingerLeft();
    boolean lingers = !lingerLeft.isNegative() && !lingerLeft.isZero();
    if (demand.isOpen() || lingers) {
      return comeBack().replaceWith(lingers ? Optional.of(lingerLeft) : Optional.empty());
    }
    return entered ? rest() : Uni.createFrom().item(Optional.empty());
  }

  /** The first tick is over before any work begins: it reads pauses and the database's history. */
  private Uni<Void> comeBack() {
    Uni<Void> back =
        entered
            ? Uni.createFrom().voidItem()
            : contact.listen(replica.comeBack()).chain(ticks::run).invoke(() -> entered = true);
    return back.invoke(this::work);
  }

  private void work() {
    ticks.resume();
    if (!working) {
      working = true;
      work.forEach(BackgroundWork::resume);
    }
  }

  /** The lease is renewed until nothing is under way any more. */
  private Uni<Optional<Duration>> rest() {
    if (working) {
      working = false;
      work.forEach(BackgroundWork::pause);
    }
    if (!isIdle()) {
      return Uni.createFrom().item(Optional.of(BUSY_CHECK));
    }
    ticks.pause();
    return ticks.isTicking() ? Uni.createFrom().item(Optional.of(BUSY_CHECK)) : leave();
  }

  private Uni<Optional<Duration>> leave() {
    return replica
        .leave()
        .invoke(
            () -> {
              entered = false;
              contact.rest();
            })
        .replaceWith(Optional.empty());
  }
}
