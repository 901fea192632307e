package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.async.Loop;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.poll.RunningTasks.Candidates;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PermitSupply;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Polls the tasks of one account at an even pace, first where it shortens waiting most, while this
 * replica has the account's poll lease. A step brings the tasks in memory up to date, reads which
 * permits are free, chooses, takes permits, and lets the calls go. Where no poll is worth it, it
 * sleeps until one is. Thread-safe.
 */
final class PollLane {

  /** How many pages of tasks one step considers. */
  private static final int PAGES = 4;

  /** When it looks again whether it may poll. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Account account;
  private final PollServices uses;
  private final PollReserve pollReserve;
  private final FairPollOrder fairOrder;
  private final RunningTasks tasks;
  private final RunningTaskUpdates updates;
  private final Loop loop;
  private final PollCalls calls;

  private final PollLine line;

  /** When this replica last polled by the pace; others show in the permits that are left. */
  private volatile long pacedAt;

  /** When a cancel was last polled without waiting for the pace. */
  private volatile long cancelledAt;

  private volatile long steppedAt;

  /** When one of the tasks that are left alone may be polled, from the last choice on; or null. */
  private volatile Duration untilMore;

  PollLane(
      Account account,
      PollServices uses,
      PollReserve pollReserve,
      FairPollOrder fairOrder,
      Vertx vertx) {
    this.account = account;
    this.uses = uses;
    this.pacedAt = uses.ticker().nanos() - Duration.ofMinutes(1).toNanos();
    this.cancelledAt = pacedAt;
    this.steppedAt = pacedAt;
    this.pollReserve = pollReserve;
    this.fairOrder = fairOrder;
    this.tasks = uses.memory().of(account.name());
    this.loop = new Loop("poll " + account.name(), vertx, this::step);
    this.updates = new RunningTaskUpdates(account.name(), uses, loop::wake);
    this.calls = new PollCalls(account, uses, fairOrder, loop::wake);
    this.line = new PollLine(account, uses, calls, pollReserve.slots());
  }

  /** What keeps its tasks as they are in the database. */
  RunningTaskUpdates updates() {
    return updates;
  }

  void pause() {
    loop.pause();
    line.leave();
  }

  void resume() {
    loop.resume();
  }

  void stop() {
    loop.stop();
    line.leave();
  }

  /** Whether no poll is under way, nor what follows it, nor a step that may start one. */
  boolean isIdle() {
    return !loop.isStepping() && !calls.areUnderWay() && !uses.ledger().isSettling();
  }

  /** How long until a poll of this task may be worth it; null where another polls it. */
  Duration untilPoll(UUID task) {
    return uses.leases().isHeld(account.name())
        ? tasks.untilPoll(task, uses.ticker().nanos())
        : null;
  }

  /** How many polls are under way. */
  int underWay() {
    return calls.underWay();
  }

  /** However often it is woken, it asks the database no more often than a poll can be worth it. */
  private Uni<Optional<Duration>> step() {
    if (!uses.leases().isHeld(account.name()) || uses.availability().isShut(account)) {
      return Uni.createFrom().item(tasks.size() == 0 ? Optional.empty() : Optional.of(AGAIN));
    }
    Duration rest = gap().minus(uses.ticker().since(steppedAt));
    if (rest.toMillis() > 0) {
      return Uni.createFrom().item(Optional.of(rest));
    }
    steppedAt = uses.ticker().nanos();
    return updates.read().chain(uses.curves()::refresh).chain(this::consider);
  }

  private Uni<Optional<Duration>> consider() {
    int most = PAGES * uses.settings().pageSize();
    Candidates candidates = tasks.candidates(most, uses.ticker().nanos());
    untilMore = candidates.untilMore();
    return candidates.tasks().isEmpty() ? Uni.createFrom().item(in(null)) : ask(candidates.tasks());
  }

  private Uni<Optional<Duration>> ask(List<RunningTask> candidates) {
    int waiting = uses.permitQueues().waiting(account.name(), EndpointClass.DEFAULT);
    int reserved = pollReserve.permits(waiting);
    return uses.ledger()
        .supply(account.name(), EndpointClass.DEFAULT, reserved)
        .chain(supply -> decide(candidates, reserved, supply));
  }

  private Uni<Optional<Duration>> decide(
      List<RunningTask> candidates, int reserved, PermitSupply supply) {
    PollPace pace = PollPace.of(supply, uses.settings().targetStaleness());
    int due = pace.due(uses.ticker().since(pacedAt));
    if (supply.free() > 0 && due > 0) {
      return pollByPace(candidates, reserved, Math.min(supply.free(), due), pace);
    }
    if (supply.free() > 0) {
      return cancelOr(
          candidates, reserved, supply, pace.between().minus(uses.ticker().since(pacedAt)));
    }
    Duration owed = line.untilOwed(supply, uses.ticker().since(pacedAt));
    return owed != null && owed.isZero()
        ? pollInLine(candidates)
        : uses.ledger()
            .nextPermit(account.name(), EndpointClass.DEFAULT, reserved)
            .chain(next -> cancelOr(candidates, reserved, supply, soonest(next, owed)));
  }

  /** Makes a cancel where there is one; a poll is not worth it, or has no permit, for so long. */
  private Uni<Optional<Duration>> cancelOr(
      List<RunningTask> candidates, int reserved, PermitSupply supply, Duration wait) {
    List<RunningTask> cancels =
        candidates.stream().filter(task -> task.phase() == Phase.CANCELLING).toList();
    return cancels.isEmpty()
        ? Uni.createFrom().item(in(wait))
        : cancel(cancels, reserved, supply, wait);
  }

  private Uni<Optional<Duration>> pollByPace(
      List<RunningTask> candidates, int reserved, int max, PollPace pace) {
    boolean byList = uses.isListed(account);
    List<Chosen> chosen = uses.chooser().choose(candidates, byList, max, fairOrder);
    if (chosen.isEmpty()) {
      return Uni.createFrom().item(in(uses.chooser().untilWorth(candidates, byList, fairOrder)));
    }
    long now = uses.ticker().nanos();
    pacedAt = now - pace.unspent(Duration.ofNanos(now - pacedAt), chosen.size()).toNanos();
    line.took(chosen.size());
    return calls
        .make(chosen, reserved)
        .replaceWith(() -> in(pace.between().minus(uses.ticker().since(pacedAt))));
  }

  private Uni<Optional<Duration>> pollInLine(List<RunningTask> candidates) {
    boolean byList = uses.isListed(account);
    List<Chosen> chosen = uses.chooser().choose(candidates, byList, 1, fairOrder);
    if (chosen.isEmpty()) {
      return Uni.createFrom().item(in(uses.chooser().untilWorth(candidates, byList, fairOrder)));
    }
    return line.poll(chosen)
        .invoke(polled -> pacedAt = polled ? uses.ticker().nanos() : pacedAt)
        .map(polled -> in(polled ? Duration.ZERO : AGAIN));
  }

  /**
   * A client waits for a cancel, so it does not wait for the pace, and may use the permits that
   * polls leave to others. Of many cancels one leaves in the time of two polls, so that they cannot
   * take all permits from the polls of other tasks.
   *
   * @param wait until the next poll by the pace
   */
  private Uni<Optional<Duration>> cancel(
      List<RunningTask> cancels, int reserved, PermitSupply supply, Duration wait) {
    Duration between = PollPace.betweenEarlyCancels(supply);
    Duration untilCancel = between.minus(uses.ticker().since(cancelledAt));
    if (untilCancel.toMillis() > 0) {
      return Uni.createFrom().item(in(soonest(wait, untilCancel)));
    }
    if (supply.free() > 0) {
      return cancelEarly(cancels, reserved, between);
    }
    return uses.ledger()
        .supply(account.name(), EndpointClass.DEFAULT, 0)
        .chain(
            all ->
                all.free() > 0
                    ? cancelEarly(cancels, 0, between)
                    : Uni.createFrom().item(in(wait)));
  }

  private Uni<Optional<Duration>> cancelEarly(
      List<RunningTask> cancels, int reserved, Duration between) {
    cancelledAt = uses.ticker().nanos();
    return calls
        .make(uses.chooser().choose(cancels, false, 1, fairOrder), reserved)
        .replaceWith(() -> in(between.dividedBy(2)));
  }

  /**
   * When the next step is.
   *
   * @param wait until a poll of the tasks that may be polled; null where there are none
   */
  private Optional<Duration> in(Duration wait) {
    Duration poll = soonest(wait, untilMore);
    Duration next = soonest(poll, updates.untilRead());
    uses.leases().pollsIn(account.name(), poll);
    return Optional.ofNullable(next).map(d -> d.compareTo(gap()) < 0 ? gap() : d);
  }

  private static Duration soonest(Duration one, Duration other) {
    return one == null || other != null && other.compareTo(one) < 0 ? other : one;
  }

  private Duration gap() {
    return uses.settings().targetStaleness().dividedBy(2);
  }
}
