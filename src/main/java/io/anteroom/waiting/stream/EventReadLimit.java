package io.anteroom.waiting.stream;

import io.anteroom.async.WaitTimer;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Lets the reads of all streams through a few at a time, so that streams, however many there are,
 * never take the connections that the engine needs. Those that wait go in the order in which they
 * came; one that is cancelled leaves at once. Thread-safe.
 */
final class EventReadLimit {

  /** A database that vanished without a word must not keep the gate shut. */
  private static final Duration MAX_READ = Duration.ofSeconds(15);

  private final Vertx vertx;
  private final int max;
  private final Set<CompletableFuture<Void>> waiting = new LinkedHashSet<>();
  private final AtomicInteger starts = new AtomicInteger();
  private int underWay;

  /**
   * @param max how many reads may be under way, at least 1
   */
  EventReadLimit(Vertx vertx, int max) {
    this.vertx = vertx;
    this.max = max;
  }

  /**
   * Reads when it is its turn; fails where the read does, or takes too long. The time that it waits
   * counts.
   */
  <T> Uni<T> pass(Supplier<Uni<T>> read) {
    return WaitTimer.limit(vertx, MAX_READ, Uni.createFrom().deferred(() -> readInTurn(read)));
  }

  private <T> Uni<T> readInTurn(Supplier<Uni<T>> read) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(turn);
    }
    startNext();
    return Uni.createFrom()
        .completionStage(turn)
        .chain(read::get)
        .onTermination()
        .invoke(() -> leave(turn));
  }

  private void leave(CompletableFuture<Void> turn) {
    synchronized (this) {
      if (!waiting.remove(turn)) {
        underWay--;
      }
    }
    startNext();
  }

  /**
   * By one at a time: a read that ends at once starts the next one in this loop, not in its own.
   */
  private void startNext() {
    if (starts.getAndIncrement() > 0) {
      return;
    }
    do {
      for (CompletableFuture<Void> next = next(); next != null; next = next()) {
        next.complete(null);
      }
    } while (starts.decrementAndGet() > 0);
  }

  private synchronized CompletableFuture<Void> next() {
    if (underWay >= max || waiting.isEmpty()) {
      return null;
    }
    CompletableFuture<Void> first = waiting.iterator().next();
    waiting.remove(first);
    underWay++;
    return first;
  }
}
