package io.anteroom.waiting;

import io.anteroom.async.CallerContext;
import io.anteroom.async.Ticker;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRepository;
import io.anteroom.task.event.TaskSignal;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/**
 * Lets callers wait for a task. A signal only says that it may have changed: what counts is the
 * row. Answers on the caller's Vert.x context. Thread-safe.
 */
@Singleton
public class TaskWaits {

  private final BiFunction<UUID, String, Uni<Task>> find;
  private final WaitRegistry registry;
  private final Ticker ticker;

  @Inject
  public TaskWaits(TaskRepository taskRepository, WaitRegistry registry, Ticker ticker) {
    this(taskRepository::find, registry, ticker);
  }

  TaskWaits(BiFunction<UUID, String, Uni<Task>> find, WaitRegistry registry, Ticker ticker) {
    this.find = find;
    this.registry = registry;
    this.ticker = ticker;
  }

  /** The task, once it has ended or the time is over; null where the client has none such. */
  public Uni<Task> awaitEnd(UUID id, String client, Duration max) {
    return await(id, client, max, TaskSignal::ended, Task::hasEnded, Wait::start);
  }

  /**
   * The task, once it has ended or the time is over. It is not read before: it was accepted just
   * now. An end before this call is found by the next tick, with those whose hint was lost.
   */
  public Uni<Task> awaitEndOfNew(UUID id, String client, Duration max) {
    return await(id, client, max, TaskSignal::ended, Task::hasEnded, Wait::startUnread);
  }

  /**
   * The task, once its newest event is none of those that are known, it has ended, or the time is
   * over; null as above. No change follows an end, so there is none to wait for.
   */
  public Uni<Task> awaitChange(UUID id, String client, IntPredicate isKnown, Duration max) {
    return await(
        id,
        client,
        max,
        signal -> signal.ended() || !isKnown.test(signal.eventNo()),
        task -> task.hasEnded() || !isKnown.test(task.eventNo),
        Wait::start);
  }

  private Uni<Task> await(
      UUID id,
      String client,
      Duration max,
      Predicate<TaskSignal> until,
      Predicate<Task> satisfied,
      Consumer<Wait> start) {
    if (max.isZero() || max.isNegative()) {
      return find.apply(id, client);
    }
    Executor here = CallerContext.executor();
    long end = ticker.nanos() + max.toNanos();
    return Uni.createFrom()
        .emitter(answer -> start.accept(new Wait(id, client, until, satisfied, here, end, answer)));
  }

  /**
   * One caller. A round enters the registry, then reads, then waits, so that no change is missed
   * between the two. Rounds follow each other and do not nest, however many there are; after one
   * that was woken for nothing comes a pause, so that false hints cost a bounded number of reads.
   */
  private final class Wait {

    private final UUID id;
    private final String client;
    private final Predicate<TaskSignal> until;
    private final Predicate<Task> satisfied;
    private final Executor here;
    private final long end;
    private final UniEmitter<? super Task> answer;
    private SpuriousWakeups spuriousWakeups;
    private WaitRegistration waiter;
    private boolean over;

    private Wait(
        UUID id,
        String client,
        Predicate<TaskSignal> until,
        Predicate<Task> satisfied,
        Executor here,
        long end,
        UniEmitter<? super Task> answer) {
      this.id = id;
      this.client = client;
      this.until = until;
      this.satisfied = satisfied;
      this.here = here;
      this.end = end;
      this.answer = answer;
    }

    private void start() {
      begin();
      round(false);
    }

    private void startUnread() {
      begin();
      awaitSignal(enterUnread());
    }

    private void begin() {
      registry.begins(client);
      answer.onTermination(this::stop);
    }

    private void round(boolean woken) {
      WaitRegistration entered = enter(until);
      read(task -> decide(task, woken, entered));
    }

    private void decide(Task task, boolean woken, WaitRegistration entered) {
      if (task == null || satisfied.test(task)) {
        answer.complete(task);
      } else if (woken) {
        pause();
      } else {
        awaitSignal(entered);
      }
    }

    private void awaitSignal(WaitRegistration entered) {
      await(entered, end - ticker.nanos(), this::wake);
    }

    /** A false hint is no reason to read again at once. A registry that closes ends the pause. */
    private void pause() {
      spuriousWakeups = spuriousWakeups == null ? new SpuriousWakeups(ticker) : spuriousWakeups;
      long pause = Math.min(spuriousWakeups.pause().toNanos(), end - ticker.nanos());
      await(enter(signal -> false), pause, nothing -> round(false));
    }

    /** Where the time is over, or the registry closes, the task is answered as it is. */
    private void wake(boolean signalled) {
      if (signalled) {
        round(true);
      } else {
        read(answer::complete);
      }
    }

    private void await(WaitRegistration entered, long nanos, Consumer<Boolean> then) {
      entered.await(Duration.ofNanos(nanos)).emitOn(here).subscribe().with(then, answer::fail);
    }

    private void read(Consumer<Task> then) {
      find.apply(id, client)
          .subscribe()
          .with(
              task -> {
                if (!isOver()) {
                  then.accept(task);
                }
              },
              answer::fail);
    }

    private synchronized WaitRegistration enterUnread() {
      waiter = registry.enterUnread(id, until);
      if (over) {
        waiter.leave();
      }
      return waiter;
    }

    /** In place of where it was before. */
    private synchronized WaitRegistration enter(Predicate<TaskSignal> signals) {
      if (waiter != null) {
        waiter.leave();
      }
      waiter = registry.enter(id, signals);
      if (over) {
        waiter.leave();
      }
      return waiter;
    }

    private synchronized boolean isOver() {
      return over;
    }

    private synchronized void stop() {
      if (!over) {
        registry.ends(client);
      }
      over = true;
      if (waiter != null) {
        waiter.leave();
      }
    }
  }
}
