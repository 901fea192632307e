package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.callback.Courier;
import io.anteroom.clock.Moment;
import io.anteroom.quota.AccountPauses;
import io.anteroom.task.Agenda;
import io.anteroom.task.Agenda.ToDo;
import io.anteroom.task.EventHorizon;
import io.anteroom.task.EventTail;
import io.anteroom.task.EventTail.Event;
import io.anteroom.task.EventTail.Position;
import io.anteroom.task.Leases;
import io.anteroom.task.NewestEvents;
import io.anteroom.waiting.Signal;
import io.anteroom.waiting.WaitingRoom;
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

  private final Agenda agenda;
  private final Leases leases;
  private final Replica replica;
  private final EventTail tail;
  private final EventHorizon horizon;
  private final NewestEvents newest;
  private final WaitingRoom room;
  private final Submitter submitter;
  private final Poller poller;
  private final Reconciler reconciler;
  private final Announcer announcer;
  private final Overdue overdue;
  private final Courier courier;
  private final EngineMetrics metrics;
  private final AccountGate gate;
  private final AccountPauses pauses;
  private final EngineSettings settings;
  private final AccountDirectory accounts;
  private final HistoryWatch history;
  private final ClockWatch clock;
  private Position position;
  private long ticks;

  /** Only stores its parts. */
  public Tick(
      Agenda agenda,
      Leases leases,
      Replica replica,
      EventTail tail,
      EventHorizon horizon,
      NewestEvents newest,
      WaitingRoom room,
      Submitter submitter,
      Poller poller,
      Reconciler reconciler,
      Announcer announcer,
      Overdue overdue,
      Courier courier,
      EngineMetrics metrics,
      AccountGate gate,
      AccountPauses pauses,
      EngineSettings settings,
      AccountDirectory accounts,
      HistoryWatch history,
      ClockWatch clock) {
    this.agenda = agenda;
    this.leases = leases;
    this.replica = replica;
    this.tail = tail;
    this.horizon = horizon;
    this.newest = newest;
    this.room = room;
    this.submitter = submitter;
    this.poller = poller;
    this.reconciler = reconciler;
    this.announcer = announcer;
    this.overdue = overdue;
    this.courier = courier;
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
        .call(todo -> todo.overdue() ? overdue.end() : Uni.createFrom().voidItem())
        .invoke(todo -> metrics.inDoubt(todo.doubts()))
        .invoke(todo -> pauses.remember(todo.paused()))
        .invoke(this::wake)
        .call(this::readWaitedFor)
        .chain(this::lookAtLog)
        .replaceWith(() -> Optional.of(settings.tick()));
  }

  private Uni<ToDo> ask(List<String> names) {
    Moment asked = replica.now();
    return agenda
        .ask(replica.id(), settings.lease(), names, history.position())
        .call(todo -> renewed(todo, asked));
  }

  private Uni<Void> renewed(ToDo todo, Moment asked) {
    if (!todo.renewed()) {
      return replica.enterAnew();
    }
    replica.renewed(asked);
    return Uni.createFrom().voidItem();
  }

  private Uni<Void> takeOver() {
    return leases.takeOver().invoke(announcer::announce).replaceWithVoid();
  }

  private void wake(ToDo todo) {
    todo.queued().forEach(queue -> submitter.wake(queue.account(), queue.kind()));
    todo.due().forEach(poller::wake);
    todo.inDoubt().forEach(reconciler::wake);
    if (todo.callbacks()) {
      courier.wake();
    }
    accounts.all().stream()
        .filter(gate::isProbeDue)
        .forEach(account -> gate.probe(account).subscribe().with(open -> {}));
  }

  /** Who waits for a task is told by its row, which no open transaction of others holds back. */
  private Uni<Void> readWaitedFor() {
    return newest
        .after(room.known())
        .invoke(found -> found.forEach(changed -> room.shown(Signal.of(changed))))
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

  private void tell(Event event) {
    position = event.at();
    room.wake(Signal.of(event));
  }
}
