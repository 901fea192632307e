package io.anteroom.waiting.stream;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
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
  private final Set<Read<?>> waiting = new LinkedHashSet<>();
  private final AtomicInteger starts = new AtomicInteger();
  private int underWay;

  /**
   * @param max how many reads may be under way, at least 1
   */
  EventReadLimit(Vertx vertx, int max) {
    this.vertx = vertx;
    this.max = max;
  }

  /** Reads when it is its turn; fails where the read does, or takes too long. */
  <T> Uni<T> pass(Supplier<Uni<T>> read) {
    return Uni.createFrom().emitter(emitter -> enter(new Read<>(read, emitter)));
  }

  private void enter(Read<?> read) {
    synchronized (this) {
      waiting.add(read);
    }
    read.emitter.onTermination(() -> leave(read));
    read.limit();
    startNext();
  }

  private void leave(Read<?> read) {
    synchronized (this) {
      if (!waiting.remove(read)) {
        underWay--;
      }
    }
    read.stop();
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
      for (Read<?> next = next(); next != null; next = next()) {
        next.start();
      }
    } while (starts.decrementAndGet() > 0);
  }

  private synchronized Read<?> next() {
    if (underWay >= max || waiting.isEmpty()) {
      return null;
    }
    Read<?> first = waiting.iterator().next();
    waiting.remove(first);
    underWay++;
    return first;
  }

  /** One read; the timer is not Mutiny's, which keeps what is done until its time. */
  private final class Read<T> {

    private final Supplier<Uni<T>> read;
    private final UniEmitter<? super T> emitter;
    private Cancellable running;
    private long timer = -1;
    private boolean stopped;

    private Read(Supplier<Uni<T>> read, UniEmitter<? super T> emitter) {
      this.read = read;
      this.emitter = emitter;
    }

    /** The time that it waits counts. */
    private void limit() {
      long limit = vertx.setTimer(MAX_READ.toMillis(), id -> emitter.fail(new TimeoutException()));
      synchronized (this) {
        timer = limit;
      }
    }

    private void start() {
      Cancellable subscription =
          Uni.createFrom().deferred(read::get).subscribe().with(emitter::complete, emitter::fail);
      synchronized (this) {
        running = subscription;
        if (!stopped) {
          return;
        }
      }
      subscription.cancel();
    }

    private void stop() {
      long started;
      Cancellable subscription;
      synchronized (this) {
        stopped = true;
        started = timer;
        subscription = running;
      }
      vertx.cancelTimer(started);
      if (subscription != null) {
        subscription.cancel();
      }
    }
  }
}
