package io.anteroom.cluster;

import io.anteroom.async.Loop;
import io.anteroom.cluster.database.DatabaseContact;
import io.anteroom.cluster.database.DatabaseHistoryWatch;
import io.anteroom.quota.QuotaLedgerRows;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Enters this replica among the others, starts its work and its ticks, and stops them. */
@Singleton
public class ReplicaLifecycle {

  private static final Logger LOG = Logger.getLogger(ReplicaLifecycle.class);

  /** Shorter than what watches over a start; the replica goes on trying after it. */
  private static final Duration START = Duration.ofSeconds(10);

  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Duration LAST_RESPONSES = Duration.ofSeconds(10);
  private static final Duration BUSY_CHECK = Duration.ofMillis(50);

  /**
   * The scheduler goes by the wall clock of the replica, which may be set back, and reads it once a
   * second: where no tick began for two ticks, one begins all the same, or the lease would be lost.
   */
  private static final int TICKS_TO_LATEST = 2;

  private final QuotaLedgerRows quotaLedgerRows;
  private final Replica replica;
  private final ReplicaState replicaState;
  private final DatabaseContact contact;
  private final DatabaseHistoryWatch history;
  private final PollLeases pollLeases;
  private final List<BackgroundWork> work;
  private final Loop ticks;

  public ReplicaLifecycle(
      QuotaLedgerRows quotaLedgerRows,
      Replica replica,
      ReplicaState replicaState,
      DatabaseContact contact,
      DatabaseHistoryWatch history,
      PollLeases pollLeases,
      Tick tick,
      ClusterSettings settings,
      @All List<BackgroundWork> work,
      Vertx vertx) {
    this.quotaLedgerRows = quotaLedgerRows;
    this.replica = replica;
    this.replicaState = replicaState;
    this.contact = contact;
    this.history = history;
    this.pollLeases = pollLeases;
    this.work = work;
    Duration latest = settings.tick().multipliedBy(TICKS_TO_LATEST);
    this.ticks =
        new Loop("tick", vertx, () -> contact.listen(tick.run()).replaceWith(Optional.of(latest)));
  }

  /** Each tick begins here, unless the one before is under way. */
  @Scheduled(every = "${anteroom.cluster.tick:1s}")
  @NonBlocking
  void tick() {
    if (replicaState.state() != ReplicaState.State.STARTING && !ticks.isStepping()) {
      ticks.wake();
    }
  }

  /** The port opens after this: with the database there, the first request finds all ready. */
  void start(@Observes StartupEvent event) {
    CompletableFuture<Void> entered = enter();
    try {
      entered.get(START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Postgres has not let this replica in yet; requests are answered with 503");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Void> enter() {
    return Uni.createFrom()
        .deferred(
            () ->
                contact.listen(quotaLedgerRows.write().chain(history::enter).chain(replica::enter)))
        .onFailure()
        .invoke(failure -> LOG.warnf("the replica waits for Postgres: %s", failure.getMessage()))
        .onFailure()
        .retry()
        .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
        .indefinitely()
        .invoke(replicaState::started)
        .invoke(ticks::wake)
        .invoke(() -> work.forEach(BackgroundWork::start))
        .subscribeAsCompletionStage();
  }

  void stop(@Observes ShutdownEvent event) {
    ticks.stop();
    work.forEach(BackgroundWork::stop);
    pollLeases
        .release()
        .subscribe()
        .with(done -> {}, failure -> LOG.debugf("poll leases end by themselves: %s", failure));
    try {
      callsUnderWay().await().atMost(LAST_RESPONSES);
    } catch (RuntimeException e) {
      LOG.warn("calls are under way still; another replica will find what became of them");
    }
    try {
      replica.leave().await().atMost(STOP);
    } catch (RuntimeException e) {
      LOG.warnf("the lease could not be given up, it ends by itself: %s", e.getMessage());
    }
  }

  private Uni<Void> callsUnderWay() {
    return Uni.createFrom()
        .item(() -> work.stream().anyMatch(BackgroundWork::isBusy))
        .onItem()
        .delayIt()
        .by(BUSY_CHECK)
        .repeat()
        .whilst(busy -> busy)
        .collect()
        .last()
        .replaceWithVoid();
  }
}
