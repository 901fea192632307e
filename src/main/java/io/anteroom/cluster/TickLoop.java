package io.anteroom.cluster;

import io.anteroom.async.Loop;
import io.anteroom.cluster.database.DatabaseContact;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Runs the ticks, one at a time, from the first wake on. Thread-safe. */
@Singleton
class TickLoop {

  /**
   * The scheduler goes by the wall clock of the replica, which may be set back, and reads it once a
   * second: where no tick began for two ticks, one begins all the same, or the lease would be lost.
   */
  private static final int TICKS_TO_LATEST = 2;

  private final DatabaseContact contact;
  private final Tick tick;
  private final ReplicaState replicaState;
  private final Loop loop;
  private final AtomicLong ended = new AtomicLong();

  TickLoop(
      DatabaseContact contact,
      Tick tick,
      ReplicaState replicaState,
      ClusterSettings settings,
      Vertx vertx) {
    this.contact = contact;
    this.tick = tick;
    this.replicaState = replicaState;
    Duration latest = settings.tick().multipliedBy(TICKS_TO_LATEST);
    this.loop = new Loop("tick", vertx, () -> run().replaceWith(Optional.of(latest)));
  }

  /** Each tick begins here, unless the one before is under way. */
  @Scheduled(every = "${anteroom.cluster.tick:1s}")
  @NonBlocking
  void schedule() {
    if (replicaState.state() != ReplicaState.State.STARTING && !loop.isStepping()) {
      loop.wake();
    }
  }

  /** One tick, for who has paused the loop. */
  Uni<Void> run() {
    return contact.listen(tick.run()).invoke(ended::incrementAndGet);
  }

  void wake() {
    loop.wake();
  }

  void pause() {
    loop.pause();
  }

  void resume() {
    loop.resume();
  }

  void stop() {
    loop.stop();
  }

  boolean isTicking() {
    return loop.isStepping();
  }

  /** How many ticks have ended well since the start. */
  long ended() {
    return ended.get();
  }
}
