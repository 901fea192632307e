package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.async.Loop;
import io.anteroom.async.Ticker;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.poll.PollClaim.PermittedPoll;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PermitQueues;
import io.anteroom.quota.PermitSupply;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Polls the tasks of one account at an even pace, first where it shortens waiting most. A step
 * reads which tasks may be polled and which permits are free, chooses, claims permits and tasks in
 * one short transaction, and lets the calls go. Where no poll is worth it, it sleeps until one is.
 * Thread-safe.
 */
final class PollLane {

  private static final Logger LOG = Logger.getLogger(PollLane.class);

  /** How many pages of tasks one step considers. */
  private static final int PAGES = 4;

  /**
   * What every lane uses.
   *
   * @param isListed whether an account has an asset list that can be asked now
   */
  record Uses(
      PollCandidates candidates,
      PollClaim claim,
      QuotaLedger ledger,
      PermitQueues permitQueues,
      CompletionCurves curves,
      PollChooser chooser,
      PollOneByOne oneByOne,
      PollByList byList,
      AccountAvailability availability,
      Predicate<Account> isListed,
      PollSettings settings,
      Ticker ticker) {}

  private final Account account;
  private final Uses uses;
  private final PollReserve pollReserve;
  private final FairPollOrder fairOrder;
  private final Loop loop;
  private final AtomicInteger underWay = new AtomicInteger();

  /** When this replica last polled by the pace; others show in the permits that are left. */
  private volatile long pacedAt;

  /** When a cancel was last polled without waiting for the pace. */
  private volatile long cancelledAt;

  private volatile long steppedAt;

  PollLane(
      Account account, Uses uses, PollReserve pollReserve, FairPollOrder fairOrder, Vertx vertx) {
    this.account = account;
    this.uses = uses;
    this.pacedAt = uses.ticker().nanos() - Duration.ofMinutes(1).toNanos();
    this.cancelledAt = pacedAt;
    this.steppedAt = pacedAt;
    this.pollReserve = pollReserve;
    this.fairOrder = fairOrder;
    this.loop = new Loop("poll " + account.name(), vertx, this::step);
  }

  void wake() {
    loop.wake();
  }

  void pause() {
    loop.pause();
  }

  void resume() {
    loop.resume();
  }

  void stop() {
    loop.stop();
  }

  /** Whether no poll is under way, nor a step that may start one. */
  boolean isIdle() {
    return !loop.isStepping() && underWay.get() == 0;
  }

  /** However often it is woken, it asks the database no more often than a poll can be worth it. */
  private Uni<Optional<Duration>> step() {
    if (uses.availability().isShut(account)) {
      return Uni.createFrom().item(Optional.empty());
    }
    Duration rest = gap().minus(uses.ticker().since(steppedAt));
    if (rest.toMillis() > 0) {
      return Uni.createFrom().item(Optional.of(rest));
    }
    steppedAt = uses.ticker().nanos();
    return uses.curves().refresh().chain(this::ask);
  }

  private Uni<Optional<Duration>> ask() {
    int waiting = uses.permitQueues().waiting(account.name(), EndpointClass.DEFAULT);
    int reserved = pollReserve.permits(waiting);
    return Uni.combine()
        .all()
        .unis(
            uses.candidates().of(account.name(), PAGES * uses.settings().pageSize()),
            uses.ledger().supply(account.name(), EndpointClass.DEFAULT, reserved))
        .asTuple()
        .chain(both -> decide(both.getItem1(), reserved, both.getItem2()));
  }

  private Uni<Optional<Duration>> decide(
      List<RunningTask> tasks, int reserved, PermitSupply supply) {
    if (tasks.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    if (supply.free() == 0) {
      return outOfPermits(tasks, reserved, supply);
    }
    PollPace pace = PollPace.of(supply, uses.settings().targetStaleness());
    int due = pace.due(uses.ticker().since(pacedAt));
    if (due > 0) {
      return pollByPace(tasks, reserved, Math.min(supply.free(), due), pace);
    }
    List<RunningTask> cancels = cancels(tasks);
    Duration rest = pace.between().minus(uses.ticker().since(pacedAt));
    if (cancels.isEmpty()) {
      return Uni.createFrom().item(in(rest));
    }
    Duration untilCancel = untilCancel(supply);
    return untilCancel.toMillis() <= 0
        ? cancelEarly(cancels, reserved, supply)
        : Uni.createFrom().item(in(shorter(rest, untilCancel)));
  }

  private Uni<Optional<Duration>> pollByPace(
      List<RunningTask> tasks, int reserved, int max, PollPace pace) {
    boolean byList = uses.isListed().test(account);
    List<Chosen> chosen = uses.chooser().choose(tasks, byList, max, fairOrder);
    if (chosen.isEmpty()) {
      return Uni.createFrom().item(in(uses.chooser().untilWorth(tasks, byList, fairOrder)));
    }
    long now = uses.ticker().nanos();
    pacedAt = now - pace.unspent(Duration.ofNanos(now - pacedAt), chosen.size()).toNanos();
    return claim(chosen, reserved)
        .replaceWith(() -> in(pace.between().minus(uses.ticker().since(pacedAt))));
  }

  private Uni<List<PermittedPoll>> claim(List<Chosen> chosen, int reserved) {
    return uses.claim().claim(account, reserved, chosen).invoke(polls -> polls.forEach(this::poll));
  }

  /**
   * A client waits for a cancel, so it does not wait for the pace. Of many cancels one leaves in
   * the time of two polls, so that they cannot take all permits from the polls of other tasks.
   */
  private Uni<Optional<Duration>> cancelEarly(
      List<RunningTask> cancels, int reserved, PermitSupply supply) {
    cancelledAt = uses.ticker().nanos();
    return claim(uses.chooser().choose(cancels, false, 1, fairOrder), reserved)
        .replaceWith(() -> in(PollPace.betweenEarlyCancels(supply).dividedBy(2)));
  }

  private Duration untilCancel(PermitSupply supply) {
    return PollPace.betweenEarlyCancels(supply).minus(uses.ticker().since(cancelledAt));
  }

  /** A cancel may use the permits that polls leave to others. */
  private Uni<Optional<Duration>> outOfPermits(
      List<RunningTask> tasks, int reserved, PermitSupply supply) {
    List<RunningTask> cancels = cancels(tasks);
    Uni<Duration> nextPermit =
        uses.ledger().nextPermit(account.name(), EndpointClass.DEFAULT, reserved);
    if (reserved == 0 || cancels.isEmpty()) {
      return nextPermit.map(this::in);
    }
    Duration untilCancel = untilCancel(supply);
    if (untilCancel.toMillis() > 0) {
      return nextPermit.map(wait -> in(shorter(wait, untilCancel)));
    }
    return uses.ledger()
        .supply(account.name(), EndpointClass.DEFAULT, 0)
        .chain(all -> all.free() > 0 ? cancelEarly(cancels, 0, supply) : nextPermit.map(this::in));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static List<RunningTask> cancels(List<RunningTask> tasks) {
    return tasks.stream().filter(task -> task.phase() == Phase.CANCELLING).toList();
  }

  /** The step does not wait for the call: a slow one must not delay the others. */
  private void poll(PermittedPoll poll) {
    fairOrder.took(poll.tasks());
    underWay.incrementAndGet();
    call(poll)
        .onTermination()
        .invoke(underWay::decrementAndGet)
        .onTermination()
        .invoke(loop::wake)
        .subscribe()
        .with(done -> {}, failure -> LOG.warnf("a poll was not recorded: %s", failure.toString()));
  }

  private Uni<Void> call(PermittedPoll poll) {
    RunningTask first = poll.tasks().get(0);
    return poll.tasks().size() > 1 || isBetterListed(first)
        ? uses.byList().poll(account, poll.permit(), poll.tasks())
        : uses.oneByOne().poll(account, poll.permit(), first);
  }

  /** Alone it costs the same and lags less; a duplicate asset of a task shows on the list only. */
  private boolean isBetterListed(RunningTask task) {
    return task.markers().size() > 1
        && !task.pollAlone()
        && task.phase() != Phase.CANCELLING
        && uses.isListed().test(account);
  }

  private Optional<Duration> in(Duration wait) {
    return Optional.of(wait.compareTo(gap()) < 0 ? gap() : wait);
  }

  private Duration gap() {
    return uses.settings().targetStaleness().dividedBy(2);
  }
}
