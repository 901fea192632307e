package io.anteroom.cluster;

import io.anteroom.async.Loop;
import io.anteroom.callback.CallbackDispatcher;
import io.anteroom.cluster.database.DatabaseContact;
import io.anteroom.cluster.database.DatabaseHistory;
import io.anteroom.cluster.database.DatabaseHistoryWatch;
import io.anteroom.poll.Poller;
import io.anteroom.quota.QuotaLedgerRows;
import io.anteroom.reconcile.DuplicateAssetWatch;
import io.anteroom.reconcile.Reconciler;
import io.anteroom.submit.Submitter;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Starts and stops what moves tasks. */
@Singleton
public class ReplicaLifecycle {

  private static final Logger LOG = Logger.getLogger(ReplicaLifecycle.class);

  /** Shorter than what watches over a start; the engine goes on trying after it. */
  private static final Duration START = Duration.ofSeconds(10);

  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final QuotaLedgerRows quotaLedgerRows;
  private final Replica replica;
  private final Submitter submitter;
  private final Poller poller;
  private final Reconciler reconciler;
  private final DuplicateAssetWatch duplicateAssetWatch;
  private final CallbackDispatcher callbackDispatcher;
  private final RedisHints redisHints;
  private final ReplicaState replicaState;
  private final DatabaseContact contact;
  private final DatabaseHistory history;
  private final DatabaseHistoryWatch databaseHistoryWatch;
  private final Loop ticks;

  /** Only stores its parts. */
  public ReplicaLifecycle(
      QuotaLedgerRows quotaLedgerRows,
      Replica replica,
      Submitter submitter,
      Poller poller,
      Reconciler reconciler,
      DuplicateAssetWatch duplicateAssetWatch,
      CallbackDispatcher callbackDispatcher,
      RedisHints redisHints,
      ReplicaState replicaState,
      DatabaseContact contact,
      DatabaseHistory history,
      DatabaseHistoryWatch databaseHistoryWatch,
      Tick tick,
      Vertx vertx) {
    this.quotaLedgerRows = quotaLedgerRows;
    this.replica = replica;
    this.submitter = submitter;
    this.poller = poller;
    this.reconciler = reconciler;
    this.duplicateAssetWatch = duplicateAssetWatch;
    this.callbackDispatcher = callbackDispatcher;
    this.redisHints = redisHints;
    this.replicaState = replicaState;
    this.contact = contact;
    this.history = history;
    this.databaseHistoryWatch = databaseHistoryWatch;
    this.ticks = new Loop("tick", vertx, () -> told(tick.run()));
  }

  /** What the store said to this, or that it said nothing, is known to the health checks. */
  private <T> Uni<T> told(Uni<T> asked) {
    long since = System.nanoTime();
    return asked
        .invoke(contact::answered)
        .onFailure()
        .invoke(failure -> contact.failed(failure, Duration.ofNanos(System.nanoTime() - since)));
  }

  /** The port opens after this: with the store there, the first request finds everything ready. */
  void start(@Observes StartupEvent event) {
    redisHints.onQueued(queue -> submitter.wake(queue.account(), queue.kind()));
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
                told(
                    quotaLedgerRows
                        .write()
                        .chain(history::enter)
                        .chain(databaseHistoryWatch::look)
                        .chain(replica::enter)))
        .onFailure()
        .invoke(failure -> LOG.warnf("the engine waits for Postgres: %s", failure.getMessage()))
        .onFailure()
        .retry()
        .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
        .indefinitely()
        .invoke(replicaState::started)
        .invoke(ticks::wake)
        .invoke(duplicateAssetWatch::start)
        .subscribeAsCompletionStage();
  }

  void stop(@Observes ShutdownEvent event) {
    ticks.stop();
    submitter.stop();
    poller.stop();
    reconciler.stop();
    duplicateAssetWatch.stop();
    callbackDispatcher.stop();
    redisHints.stop();
    try {
      callsUnderWay().await().atMost(LAST_ANSWERS);
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
        .item(() -> submitter.isBusy() || callbackDispatcher.isBusy())
        .onItem()
        .delayIt()
        .by(LOOK)
        .repeat()
        .whilst(busy -> busy)
        .collect()
        .last()
        .replaceWithVoid();
  }
}
