package io.anteroom.cluster;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.ClockReading;
import io.anteroom.callback.CallbackDispatcher;
import io.anteroom.cluster.DueWork.ToDo;
import io.anteroom.cluster.database.DatabaseHistoryWatch;
import io.anteroom.poll.Poller;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.reconcile.ClockCorrection;
import io.anteroom.reconcile.OverdueTasks;
import io.anteroom.reconcile.Reconciler;
import io.anteroom.submit.Submitter;
import io.anteroom.task.event.EventHorizon;
import io.anteroom.task.event.EventPosition;
import io.anteroom.task.event.EventTail;
import io.anteroom.task.event.LoggedEvent;
import io.anteroom.task.event.NewestEvents;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.anteroom.task.event.TaskSignal;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.waiting.WaitRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a replica does every second, whether or not a hint came: a sign of life, one question what
 * there is to do, a look at the rows that are waited for, and at the event log where there are
 * streams.
 */
@Singleton
public class Tick {

  private static final int EVENTS_AT_ONCE = 1000;
  private static final int TICKS_TO_RECHECK = 30;
  private static final int TICKS_TO_CLOCK = 5;
  private static final int TICKS_TO_HORIZON = 5;

  private final DueWork dueWork;
  private final ReplicaLeases replicaLeases;
  private final Replica replica;
  private final EventTail tail;
  private final EventHorizon horizon;
  private final NewestEvents newest;
  private final WaitRegistry room;
  private final Submitter submitter;
  private final Poller poller;
  private final Reconciler reconciler;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final OverdueTasks overdueTasks;
  private final CallbackDispatcher callbackDispatcher;
  private final TaskMetrics metrics;
  private final AccountAvailability gate;
  private final OperatorPauses pauses;
  private final ClusterSettings settings;
  private final AccountDirectory accounts;
  private final DatabaseHistoryWatch history;
  private final ClockCorrection clock;
  private EventPosition position;
  private long ticks;

  /** Only stores its parts. */
  public Tick(
      DueWork dueWork,
      ReplicaLeases replicaLeases,
      Replica replica,
      EventTail tail,
      EventHorizon horizon,
      NewestEvents newest,
      WaitRegistry room,
      Submitter submitter,
      Poller poller,
      Reconciler reconciler,
      TaskChangeAnnouncer taskChangeAnnouncer,
      OverdueTasks overdueTasks,
      CallbackDispatcher callbackDispatcher,
      TaskMetrics metrics,
      AccountAvailability gate,
      OperatorPauses pauses,
      ClusterSettings settings,
      AccountDirectory accounts,
      DatabaseHistoryWatch history,
      ClockCorrection clock) {
    this.dueWork = dueWork;
    this.replicaLeases = replicaLeases;
    this.replica = replica;
    this.tail = tail;
    this.horizon = horizon;
    this.newest = newest;
    this.room = room;
    this.submitter = submitter;
    this.poller = poller;
    this.reconciler = reconciler;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.overdueTasks = overdueTasks;
    this.callbackDispatcher = callbackDispatcher;
    this.metrics = metrics;
    this.gate = gate;
    this.pauses = pauses;
    this.settings = settings;
    this.accounts = accounts;
    this.history = history;
    this.clock = clock;
  }

  /** One tick; answers with the time to the next. */
  Uni<Optional<Duration>> run() {
    if (++ticks % TICKS_TO_RECHECK == 0) {
      submitter.recheck();
    }
    List<String> names = accounts.all().stream().map(Account::name).toList();
    return ask(names)
        .call(todo -> history.heed(todo.history()))
        .call(() -> ticks % TICKS_TO_CLOCK == 0 ? clock.look() : Uni.createFrom().voidItem())
        .call(todo -> todo.abandoned() ? takeOver() : Uni.createFrom().voidItem())
        .call(todo -> todo.overdue() ? overdueTasks.end() : Uni.createFrom().voidItem())
        .invoke(todo -> metrics.inDoubt(todo.doubts()))
        .invoke(todo -> pauses.remember(todo.paused()))
        .invoke(this::wake)
        .call(this::readWaitedFor)
        .chain(this::lookAtLog)
        .replaceWith(() -> Optional.of(settings.tick()));
  }

  private Uni<ToDo> ask(List<String> names) {
    ClockReading asked = replica.now();
    return dueWork
        .ask(replica.id(), settings.lease(), names, history.position())
        .call(todo -> renewed(todo, asked));
  }

  private Uni<Void> renewed(ToDo todo, ClockReading asked) {
    if (!todo.renewed()) {
      return replica.enterAnew();
    }
    replica.renewed(asked);
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> takeOver() {
    return replicaLeases.takeOver().invoke(taskChangeAnnouncer::announce).replaceWithVoid();
  }

  private void wake(ToDo todo) {
    todo.queued().forEach(queue -> submitter.wake(queue.account(), queue.kind()));
    todo.due().forEach(poller::wake);
    todo.inDoubt().forEach(reconciler::wake);
    if (todo.callbacks()) {
      callbackDispatcher.wake();
    }
    accounts.all().stream()
        .filter(gate::isProbeDue)
        .forEach(account -> gate.probe(account).subscribe().with(open -> {}));
  }

  /** Who waits for a task is told by its row, which no open transaction of others holds back. */
  private Uni<Void> readWaitedFor() {
    return newest
        .after(room.known())
        .invoke(found -> found.forEach(changed -> room.shown(TaskSignal.of(changed))))
        .replaceWithVoid();
  }

  /**
   * Where nobody listens nobody misses anything: only the position moves on, now and then. Who
   * begins to listen is told of events again that are a few seconds old, which wakes nobody twice.
   */
  private Uni<Void> lookAtLog() {
    if (!room.hasListeners() && position != null && ticks % TICKS_TO_HORIZON != 0) {
      return Uni.createFrom().voidItem();
    }
    return horizon
        .look()
        .chain(
            now -> {
              if (room.hasListeners() && position != null) {
                return readTail();
              }
              position = now;
              return Uni.createFrom().voidItem();
            });
  }

  private Uni<Void> readTail() {
    return tail.since(position, EVENTS_AT_ONCE)
        .invoke(events -> events.forEach(this::tell))
        .chain(events -> events.size() < EVENTS_AT_ONCE ? Uni.createFrom().voidItem() : readTail());
  }

  private void tell(LoggedEvent event) {
    position = event.at();
    room.wake(TaskSignal.of(event));
  }
}
