package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.async.Loop;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PermitRequest;
import io.anteroom.quota.PermitSupply;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskChange;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Polls the tasks of one account at an even pace, first where it shortens waiting most, while this
 * replica has the account's poll lease. A step brings the tasks in memory up to date, chooses among
 * all of them, takes permits, and lets the calls go. Where no poll is worth it, it sleeps until one
 * is. Thread-safe.
 */
final class PollLane {

  private final Account account;
  private final PollServices uses;
  private final PollReserve pollReserve;
  private final FairPollOrder fairOrder;
  private final RunningTasks tasks;
  private final RunningTaskUpdates updates;
  private final PollCalls calls;
  private final PollTimer timer;
  private final Loop loop;

  /** The lease by which the tasks in memory were read; null where there are none. */
  private volatile UUID readUnder;

  private volatile long steppedAt;

  PollLane(
      Account account,
      PollServices uses,
      PollReserve pollReserve,
      FairPollOrder fairOrder,
      Vertx vertx) {
    this.account = account;
    this.uses = uses;
    this.timer = new PollTimer(uses.ticker());
    this.steppedAt = uses.ticker().nanos() - gap().toNanos();
    this.pollReserve = pollReserve;
    this.fairOrder = fairOrder;
    this.tasks = uses.memory().of(account.name());
    this.updates =
        new RunningTaskUpdates(account.name(), tasks, uses.reader(), uses.leases(), uses.ticker());
    this.loop = new Loop("poll " + account.name(), vertx, this::step);
    this.calls = new PollCalls(account, uses, fairOrder, tasks, loop::wake);
  }

  void stop() {
    loop.stop();
  }

  /** A tick has taken, kept or lost the lease, and tells whether tasks changed elsewhere. */
  void tick(boolean hasNews) {
    if (isHeld() || readUnder != null) {
      wake(hasNews);
    }
  }

  /** Tasks of this account may be due, or have changed. */
  void wake(boolean hasNews) {
    if (hasNews) {
      updates.news();
    }
    loop.wake();
  }

  /** A task of this account changed on this replica. */
  void changed(TaskChange change) {
    if (isHeld()) {
      boolean isNew = tasks.changed(change, uses.ticker().nanos());
      if (isNew || change.phase() == Phase.CANCELLING) {
        wake(isNew);
      }
    }
  }

  /** A task ended on another replica, with this event. */
  void ended(UUID task, int eventNo) {
    if (isHeld()) {
      tasks.leave(task, eventNo);
    }
  }

  /** Whether this replica polls the account. */
  boolean isHeld() {
    return uses.leases().of(account.name()).isPresent();
  }

  /** However often it is woken, it asks the database no more often than a poll can be worth it. */
  private Uni<Optional<Duration>> step() {
    UUID lease = uses.leases().of(account.name()).orElse(null);
    if (lease == null || !lease.equals(readUnder)) {
      updates.forget();
      readUnder = lease;
    }
    if (lease == null || uses.availability().isShut(account)) {
      return Uni.createFrom().item(Optional.empty());
    }
    Duration rest = gap().minus(uses.ticker().since(steppedAt));
    if (rest.toMillis() > 0) {
      return Uni.createFrom().item(Optional.of(rest));
    }
    steppedAt = uses.ticker().nanos();
    return updates.read().chain(() -> tasks.size() == 0 ? idle() : considerAll(lease));
  }

  private Uni<Optional<Duration>> idle() {
    return Uni.createFrom().item(updates.untilRead().isZero() ? Optional.empty() : in(gap()));
  }

  private Uni<Optional<Duration>> considerAll(UUID lease) {
    return uses.curves().refresh().chain(() -> choose(lease));
  }

  /** Before the next poll by the pace, and for want of permits, only cancels are considered. */
  private Uni<Optional<Duration>> choose(UUID lease) {
    long now = uses.ticker().nanos();
    boolean byList = uses.isListed().test(account);
    int due = timer.due();
    List<Chosen> chosen =
        due == 0 ? cancel(now) : uses.chooser().choose(tasks, byList, due, fairOrder, now);
    if (!chosen.isEmpty()) {
      return supply(lease, chosen);
    }
    Duration wait =
        due == 0
            ? untilAnyDue()
            : Duration.ofNanos(uses.chooser().untilWorth(tasks, byList, fairOrder, now));
    return Uni.createFrom().item(in(wait));
  }

  /** A client waits for a cancel, so it does not wait for the pace. */
  private List<Chosen> cancel(long now) {
    return timer.untilCancel().toMillis() > 0
        ? List.of()
        : uses.chooser().cancels(tasks, 1, fairOrder, now);
  }

  private Duration untilAnyDue() {
    Duration due = timer.untilDue();
    Duration cancel = timer.untilCancel();
    return cancel.toMillis() > 0 && cancel.compareTo(due) < 0 ? cancel : due;
  }

  private Uni<Optional<Duration>> supply(UUID lease, List<Chosen> chosen) {
    int waiting = uses.permitQueues().waiting(account.name(), EndpointClass.DEFAULT);
    int reserved = pollReserve.permits(waiting);
    return uses.ledger()
        .supply(account.name(), EndpointClass.DEFAULT, reserved)
        .chain(supply -> decide(lease, chosen, reserved, supply));
  }

  private Uni<Optional<Duration>> decide(
      UUID lease, List<Chosen> chosen, int reserved, PermitSupply supply) {
    timer.supplied(PollPace.of(supply, uses.settings().targetStaleness()));
    if (supply.free() == 0) {
      return outOfPermits(lease, chosen, reserved);
    }
    int due = timer.due();
    if (due == 0) {
      return cancelEarly(lease, chosen, reserved);
    }
    int max = Math.min(chosen.size(), Math.min(supply.free(), due));
    timer.polled(max);
    return poll(lease, chosen.subList(0, max), reserved);
  }

  private Uni<Optional<Duration>> cancelEarly(UUID lease, List<Chosen> chosen, int reserved) {
    List<Chosen> cancels = cancels(chosen);
    if (cancels.isEmpty() || timer.untilCancel().toMillis() > 0) {
      return Uni.createFrom().item(in(untilAnyDue()));
    }
    timer.cancelled();
    return poll(lease, cancels.subList(0, 1), reserved);
  }

  private Uni<Optional<Duration>> poll(UUID lease, List<Chosen> chosen, int reserved) {
    PermitRequest request =
        new PermitRequest(
            account.name(),
            EndpointClass.DEFAULT,
            chosen.size(),
            reserved,
            uses.callTimeout(),
            lease);
    return uses.ledger()
        .take(request)
        .invoke(permits -> calls.make(permits, chosen))
        .replaceWith(() -> in(untilAnyDue()));
  }

  /** A cancel may use the permits that polls leave to others. */
  private Uni<Optional<Duration>> outOfPermits(UUID lease, List<Chosen> chosen, int reserved) {
    return reserved == 0 || cancels(chosen).isEmpty()
        ? awaitPermit(reserved)
        : uses.ledger()
            .supply(account.name(), EndpointClass.DEFAULT, 0)
            .chain(all -> all.free() > 0 ? cancelEarly(lease, chosen, 0) : awaitPermit(reserved));
  }

  private Uni<Optional<Duration>> awaitPermit(int reserved) {
    return uses.ledger()
        .nextPermit(account.name(), EndpointClass.DEFAULT, reserved)
        .map(this::withoutPermit);
  }

  private static List<Chosen> cancels(List<Chosen> chosen) {
    return chosen.stream().filter(Chosen::isCancel).toList();
  }

  private Optional<Duration> withoutPermit(Duration wait) {
    timer.noPermitFor(wait);
    return in(untilAnyDue());
  }

  private Optional<Duration> in(Duration wait) {
    Duration read = updates.untilRead();
    Duration sooner = read.isZero() || read.compareTo(wait) > 0 ? wait : read;
    return Optional.of(sooner.compareTo(gap()) < 0 ? gap() : sooner);
  }

  private Duration gap() {
    return uses.settings().targetStaleness().dividedBy(2);
  }
}
