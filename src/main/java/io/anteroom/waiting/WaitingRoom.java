package io.anteroom.waiting;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Requests of this replica that wait for a change of a task, or of any of a client's. Thread-safe.
 */
@Singleton
public class WaitingRoom {

  private final Vertx vertx;
  private final Map<UUID, List<Waiter>> waiters = new ConcurrentHashMap<>();
  private final Map<String, Set<Consumer<Signal>>> listeners = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** Only stores its part. */
  public WaitingRoom(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Whether nobody waits. */
  public boolean isEmpty() {
    return waiters.isEmpty() && listeners.isEmpty();
  }

  /** Whether the process stops, and nobody waits any more. */
  public boolean isClosed() {
    return closed;
  }

  /** How many tasks are waited for. */
  public int size() {
    return waiters.size();
  }

  /**
   * Enters the room. To miss nothing, enter first, then read the task, then wait.
   *
   * @param until which signal to wait for
   */
  public Waiter enter(UUID task, Predicate<Signal> until) {
    Waiter waiter = new Waiter(task, until);
    waiters.compute(
        task,
        (id, list) -> {
          List<Waiter> all = list == null ? new CopyOnWriteArrayList<>() : list;
          all.add(waiter);
          return all;
        });
    return waiter;
  }

  /** The process stops: nobody waits any more, who waits is told that the time is over. */
  public void close(@Observes ShutdownDelayInitiatedEvent event) {
    closed = true;
    waiters.values().forEach(list -> list.forEach(Waiter::giveUp));
  }

  /** Tells a listener of every change of a client's tasks, until it is forgotten. */
  public void listen(String client, Consumer<Signal> listener) {
    listeners.compute(
        client,
        (name, set) -> {
          Set<Consumer<Signal>> all = set == null ? ConcurrentHashMap.newKeySet() : set;
          all.add(listener);
          return all;
        });
  }

  /** Tells a listener of nothing any more. */
  public void forget(String client, Consumer<Signal> listener) {
    listeners.computeIfPresent(
        client,
        (name, set) -> {
          set.remove(listener);
          return set.isEmpty() ? null : set;
        });
  }

  /** Wakes whoever waits for this. */
  public void wake(Signal signal) {
    listeners.getOrDefault(signal.client(), Set.of()).forEach(told -> told.accept(signal));
    waiters.getOrDefault(signal.task(), List.of()).forEach(waiter -> waiter.offer(signal));
  }

  private void leave(Waiter waiter) {
    waiters.computeIfPresent(
        waiter.task,
        (id, list) -> {
          list.remove(waiter);
          return list.isEmpty() ? null : list;
        });
  }

  /** One who waits; leaves the room when its wait ends, however it ends. */
  public final class Waiter {

    private final UUID task;
    private final Predicate<Signal> until;
    private Boolean outcome;
    private UniEmitter<? super Boolean> emitter;

    /** Not Mutiny's: that keeps what is cancelled until its time, and so whoever hung up. */
    private volatile long timer = -1;

    private Waiter(UUID task, Predicate<Signal> until) {
      this.task = task;
      this.until = until;
    }

    /** Waits; true if the signal came, false if the time ran out. Cancelling it leaves the room. */
    public Uni<Boolean> await(Duration most) {
      return Uni.createFrom()
          .<Boolean>emitter(listener -> listen(listener, most))
          .onTermination()
          .invoke(this::leave);
    }

    /** Leaves without waiting. */
    public void leave() {
      vertx.cancelTimer(timer);
      WaitingRoom.this.leave(this);
    }

    private void listen(UniEmitter<? super Boolean> listener, Duration most) {
      Boolean already;
      synchronized (this) {
        already = outcome == null && closed ? Boolean.FALSE : outcome;
        emitter = listener;
        timer = already == null ? vertx.setTimer(Math.max(1, most.toMillis()), id -> giveUp()) : -1;
      }
      if (already != null) {
        listener.complete(already);
      }
    }

    private void offer(Signal signal) {
      if (until.test(signal)) {
        settle(true);
      }
    }

    private void giveUp() {
      settle(false);
    }

    private void settle(boolean signalled) {
      UniEmitter<? super Boolean> listener;
      synchronized (this) {
        outcome = outcome == null ? signalled : outcome;
        listener = emitter;
      }
      if (listener != null) {
        listener.complete(signalled);
      }
    }
  }
}
