package io.anteroom.waiting;

import io.anteroom.task.TaskChange;
import io.anteroom.task.event.NewestEvents.Known;
import io.anteroom.task.event.TaskChangeListener;
import io.anteroom.task.event.TaskSignal;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Requests of this replica that wait for a change of a task, or of any of a client's. Thread-safe.
 */
@Singleton
public class WaitRegistry implements TaskChangeListener {

  private static final int NOTHING = -1;

  private final Vertx vertx;
  private final Map<UUID, Registrations> registrations = new ConcurrentHashMap<>();
  private final Map<String, Set<Consumer<TaskSignal>>> listeners = new ConcurrentHashMap<>();
  private final Set<Consumer<TaskSignal>> listenersOfAll = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  private volatile boolean closed;

  public WaitRegistry(Vertx vertx) {
    this.vertx = vertx;
  }

  void register(@Observes StartupEvent event, MeterRegistry metrics) {
    metrics.gauge("anteroom.requests.waiting", this, WaitRegistry::requests);
  }

  public boolean isEmpty() {
    return registrations.isEmpty() && !hasListeners();
  }

  public boolean hasListeners() {
    return !listeners.isEmpty() || !listenersOfAll.isEmpty();
  }

  /** Whether the process stops, and nobody waits any more. */
  public boolean isClosed() {
    return closed;
  }

  /** Which tasks are waited for, with the newest event of each that its row has shown. */
  public List<Known> known() {
    List<Known> known = new ArrayList<>(registrations.size());
    registrations.forEach((task, all) -> known.add(new Known(task, all.shown)));
    return known;
  }

  public int size() {
    return registrations.size();
  }

  /** A request of this client begins to wait; {@link #ends} follows. */
  void begins(String client) {
    requests.computeIfAbsent(client, name -> new AtomicInteger()).incrementAndGet();
  }

  /** A request of this client waits no more. */
  void ends(String client) {
    requests.get(client).decrementAndGet();
  }

  private int requests() {
    return requests.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** Tells of each client how many of its requests wait, where any does. */
  public void countRequests(BiConsumer<String, Integer> each) {
    requests.forEach(
        (client, count) -> {
          int waiting = count.get();
          if (waiting > 0) {
            each.accept(client, waiting);
          }
        });
  }

  /** Registers a wait. To miss nothing, enter first, then read the task, then wait. */
  public WaitRegistration enter(UUID task, Predicate<TaskSignal> until) {
    WaitRegistration registration = new WaitRegistration(vertx, until, left -> unwatch(task, left));
    watch(task, registration);
    if (closed) {
      registration.giveUp();
    }
    return registration;
  }

  /**
   * Registers a wait of one who does not read the task. Others may have been told of its newest
   * event already, so that the next look at its row shows that event once more.
   */
  public WaitRegistration enterUnread(UUID task, Predicate<TaskSignal> until) {
    WaitRegistration registration = enter(task, until);
    registrations.computeIfPresent(
        task,
        (id, all) -> {
          all.shown = NOTHING;
          return all;
        });
    return registration;
  }

  /** Tells a listener what the row of a task shows, until it is forgotten. */
  public void watch(UUID task, Consumer<TaskSignal> listener) {
    registrations.compute(
        task,
        (id, present) -> {
          Registrations all = present == null ? new Registrations() : present;
          all.list.add(listener);
          return all;
        });
  }

  /** Tells a listener nothing of a task any more. */
  public void unwatch(UUID task, Consumer<TaskSignal> listener) {
    registrations.computeIfPresent(
        task,
        (id, all) -> {
          all.list.remove(listener);
          return all.list.isEmpty() ? null : all;
        });
  }

  /** What the row of a task shows: tells those who wait for it, and nobody else. */
  public void shown(TaskSignal taskSignal) {
    Registrations all = registrations.get(taskSignal.task());
    if (all != null) {
      all.shown = Math.max(all.shown, taskSignal.eventNo());
      all.list.forEach(told -> told.accept(taskSignal));
    }
  }

  /** The process stops: nobody waits any more, who waits is told that the time is over. */
  public void close(@Observes ShutdownDelayInitiatedEvent event) {
    closed = true;
    registrations.values().forEach(Registrations::giveUp);
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

  /** Tells a listener of every change of the tasks of all clients, until it is forgotten. */
  public void listenToAll(Consumer<TaskSignal> listener) {
    listenersOfAll.add(listener);
  }

  /** Tells one that listened to all of nothing any more. */
  public void forgetOfAll(Consumer<TaskSignal> listener) {
    listenersOfAll.remove(listener);
  }

  @Override
  public void changed(List<TaskChange> changes) {
    changes.stream().map(TaskSignal::of).forEach(this::wake);
  }

  @Override
  public void signalled(TaskSignal signal) {
    wake(signal);
  }

  public void wake(TaskSignal taskSignal) {
    listeners.getOrDefault(taskSignal.client(), Set.of()).forEach(told -> told.accept(taskSignal));
    if (!listenersOfAll.isEmpty()) {
      listenersOfAll.forEach(told -> told.accept(taskSignal));
    }
    Registrations all = registrations.get(taskSignal.task());
    if (all != null) {
      all.list.forEach(told -> told.accept(taskSignal));
    }
  }

  /** Those who wait for one task. Each has read its row after it came, or accepted it just now. */
  private static final class Registrations {

    private final List<Consumer<TaskSignal>> list = new CopyOnWriteArrayList<>();
    private volatile int shown = NOTHING;

    private void giveUp() {
      for (Consumer<TaskSignal> listener : list) {
        if (listener instanceof WaitRegistration registration) {
          registration.giveUp();
        }
      }
    }
  }
}
