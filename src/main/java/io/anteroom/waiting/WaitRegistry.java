package io.anteroom.waiting;

import io.anteroom.task.TaskChange;
import io.anteroom.task.event.NewestEvents.Known;
import io.anteroom.task.event.TaskChangeListener;
import io.anteroom.task.event.TaskSignal;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
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
public class WaitRegistry implements TaskChangeListener {

  private final Vertx vertx;
  private final Map<UUID, Waiters> waiters = new ConcurrentHashMap<>();
  private final Map<String, Set<Consumer<TaskSignal>>> listeners = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public WaitRegistry(Vertx vertx) {
    this.vertx = vertx;
  }

  void register(@Observes StartupEvent event, MeterRegistry metrics) {
    metrics.gauge("anteroom.tasks.awaited", this, WaitRegistry::size);
  }

  /** Whether nobody waits. */
  public boolean isEmpty() {
    return waiters.isEmpty() && listeners.isEmpty();
  }

  /** Whether anybody is told of a client's changes. */
  public boolean hasListeners() {
    return !listeners.isEmpty();
  }

  /** Whether the process stops, and nobody waits any more. */
  public boolean isClosed() {
    return closed;
  }

  /** Which tasks are waited for, with the newest event of each that its row has shown. */
  public List<Known> known() {
    List<Known> known = new ArrayList<>(waiters.size());
    waiters.forEach((task, all) -> known.add(new Known(task, all.shown)));
    return known;
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
  public Waiter enter(UUID task, Predicate<TaskSignal> until) {
    Waiter waiter = new Waiter(task, until);
    add(task, waiter);
    return waiter;
  }

  /** Tells a listener what the row of a task shows, until it is forgotten. */
  public void watch(UUID task, Consumer<TaskSignal> listener) {
    add(task, listener);
  }

  /** Tells a listener nothing of a task any more. */
  public void unwatch(UUID task, Consumer<TaskSignal> listener) {
    remove(task, listener);
  }

  /** What the row of a task shows: tells those who wait for it, and nobody else. */
  public void shown(TaskSignal taskSignal) {
    Waiters all = waiters.get(taskSignal.task());
    if (all != null) {
      all.shown = Math.max(all.shown, taskSignal.eventNo());
      all.list.forEach(told -> told.accept(taskSignal));
    }
  }

  private void add(UUID task, Consumer<TaskSignal> listener) {
    waiters.compute(
        task,
        (id, present) -> {
          Waiters all = present == null ? new Waiters() : present;
          all.list.add(listener);
          return all;
        });
  }

  private void remove(UUID task, Consumer<TaskSignal> listener) {
    waiters.computeIfPresent(
        task,
        (id, all) -> {
          all.list.remove(listener);
          return all.list.isEmpty() ? null : all;
        });
  }

  /** The process stops: nobody waits any more, who waits is told that the time is over. */
  public void close(@Observes ShutdownDelayInitiatedEvent event) {
    closed = true;
    waiters.values().forEach(Waiters::giveUp);
  }

  /** Tells a listener of every change of a client's tasks, until it is forgotten. */
  public void listen(String client, Consumer<TaskSignal> listener) {
    listeners.compute(
        client,
        (name, set) -> {
          Set<Consumer<TaskSignal>> all = set == null ? ConcurrentHashMap.newKeySet() : set;
          all.add(listener);
          return all;
        });
  }

  /** Tells a listener of nothing any more. */
  public void forget(String client, Consumer<TaskSignal> listener) {
    listeners.computeIfPresent(
        client,
        (name, set) -> {
          set.remove(listener);
          return set.isEmpty() ? null : set;
        });
  }

  @Override
  public void changed(List<TaskChange> changes) {
    changes.stream().map(TaskSignal::of).forEach(this::wake);
  }

  @Override
  public void signalled(TaskSignal signal) {
    wake(signal);
  }

  /** Wakes whoever waits for this. */
  public void wake(TaskSignal taskSignal) {
    listeners.getOrDefault(taskSignal.client(), Set.of()).forEach(told -> told.accept(taskSignal));
    Waiters all = waiters.get(taskSignal.task());
    if (all != null) {
      all.list.forEach(told -> told.accept(taskSignal));
    }
  }

  /** Those who wait for one task. Each has read its row after it came. */
  private static final class Waiters {

    private final List<Consumer<TaskSignal>> list = new CopyOnWriteArrayList<>();
    private volatile int shown = -1;

    private void giveUp() {
      for (Consumer<TaskSignal> listener : list) {
        if (listener instanceof Waiter waiter) {
          waiter.giveUp();
        }
      }
    }
  }

  /** One who waits; leaves the room when its wait ends, however it ends. */
  public final class Waiter implements Consumer<TaskSignal> {

    private final UUID task;
    private final Predicate<TaskSignal> until;
    private Boolean outcome;
    private UniEmitter<? super Boolean> emitter;

    /** Not Mutiny's: that keeps what is cancelled until its time, and so whoever hung up. */
    private volatile long timer = -1;

    private Waiter(UUID task, Predicate<TaskSignal> until) {
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
      remove(task, this);
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

    /** A change of the task that it waits for. */
    @Override
    public void accept(TaskSignal taskSignal) {
      if (until.test(taskSignal)) {
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
