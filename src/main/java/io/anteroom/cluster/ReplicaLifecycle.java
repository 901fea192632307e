package io.anteroom.cluster;

import io.anteroom.cluster.database.DatabaseContact;
import io.anteroom.cluster.database.DatabaseHistoryWatch;
import io.anteroom.quota.QuotaLedgerRows;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Enters this replica among the others, starts its engine, and stops it. */
@Singleton
public class ReplicaLifecycle {

  private static final Logger LOG = Logger.getLogger(ReplicaLifecycle.class);

  /** Shorter than what watches over a start; the replica goes on trying after it. */
  private static final Duration START = Duration.ofSeconds(10);

  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Duration LAST_RESPONSES = Duration.ofSeconds(10);
  private static final Duration BUSY_CHECK = Duration.ofMillis(50);

  private final QuotaLedgerRows quotaLedgerRows;
  private final Replica replica;
  private final ReplicaState replicaState;
  private final DatabaseContact contact;
  private final DatabaseHistoryWatch history;
  private final Engine engine;

  ReplicaLifecycle(
      QuotaLedgerRows quotaLedgerRows,
      Replica replica,
      ReplicaState replicaState,
      DatabaseContact contact,
      DatabaseHistoryWatch history,
      Engine engine) {
    this.quotaLedgerRows = quotaLedgerRows;
    this.replica = replica;
    this.replicaState = replicaState;
    this.contact = contact;
    this.history = history;
    this.engine = engine;
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
                contact.listen(quotaLedgerRows.write().chain(history::enter).chain(engine::enter)))
        .onFailure()
        .invoke(failure -> LOG.warnf("the replica waits for Postgres: %s", failure.getMessage()))
        .onFailure()
        .retry()
        .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
        .indefinitely()
        .invoke(engine::start)
        .invoke(replicaState::started)
        .subscribeAsCompletionStage();
  }

  void drain(@Observes ShutdownDelayInitiatedEvent event) {
    replica.drain();
  }

  void stop(@Observes ShutdownEvent event) {
    engine.stop();
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
        .item(engine::isBusy)
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
