package io.anteroom.engine;

import io.anteroom.callback.Courier;
import io.anteroom.loop.Loop;
import io.anteroom.quota.LedgerRows;
import io.anteroom.task.StoreHistory;
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
public class Engine {

  private static final Logger LOG = Logger.getLogger(Engine.class);

  /** Shorter than what watches over a start; the engine goes on trying after it. */
  private static final Duration START = Duration.ofSeconds(10);

  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final LedgerRows ledgerRows;
  private final Replica replica;
  private final Submitter submitter;
  private final Poller poller;
  private final Reconciler reconciler;
  private final DoubleWatch doubleWatch;
  private final Courier courier;
  private final Hints hints;
  private final Availability availability;
  private final StoreContact contact;
  private final StoreHistory history;
  private final HistoryWatch historyWatch;
  private final Loop ticks;

  /** Only stores its parts. */
  public Engine(
      LedgerRows ledgerRows,
      Replica replica,
      Submitter submitter,
      Poller poller,
      Reconciler reconciler,
      DoubleWatch doubleWatch,
      Courier courier,
      Hints hints,
      Availability availability,
      StoreContact contact,
      StoreHistory history,
      HistoryWatch historyWatch,
      Tick tick,
      Vertx vertx) {
    this.ledgerRows = ledgerRows;
    this.replica = replica;
    this.submitter = submitter;
    this.poller = poller;
    this.reconciler = reconciler;
    this.doubleWatch = doubleWatch;
    this.courier = courier;
    this.hints = hints;
    this.availability = availability;
    this.contact = contact;
    this.history = history;
    this.historyWatch = historyWatch;
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
    hints.onQueued(queue -> submitter.wake(queue.account(), queue.kind()));
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
                    ledgerRows
                        .write()
                        .chain(history::enter)
                        .chain(historyWatch::look)
                        .chain(replica::enter)))
        .onFailure()
        .invoke(failure -> LOG.warnf("the engine waits for Postgres: %s", failure.getMessage()))
        .onFailure()
        .retry()
        .withBackOff(Duration.ofMillis(200), Duration.ofSeconds(2))
        .indefinitely()
        .invoke(availability::started)
        .invoke(ticks::wake)
        .invoke(doubleWatch::start)
        .subscribeAsCompletionStage();
  }

  void stop(@Observes ShutdownEvent event) {
    ticks.stop();
    submitter.stop();
    poller.stop();
    reconciler.stop();
    doubleWatch.stop();
    courier.stop();
    hints.stop();
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
        .item(() -> submitter.isBusy() || courier.isBusy())
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
