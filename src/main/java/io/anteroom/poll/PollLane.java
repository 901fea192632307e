package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.async.Loop;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitRequest;
import io.anteroom.quota.PermitSupply;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Spends the polls of one account where they shorten waiting most. A step reads what there is to
 * look at and what there is to spend, chooses, takes permits and tasks in one short transaction,
 * and lets the calls go; where nothing is worth its price it sleeps until something is.
 */
final class PollLane {

  private static final Logger LOG = Logger.getLogger(PollLane.class);

  /** How many permits one step spends at the most. */
  private static final int PERMITS = 16;

  /** How many pages of tasks one step considers. */
  private static final int PAGES = 4;

  /** A look that a permit is there for, and the tasks of it that are this replica's to look at. */
  private record Paid(Permit permit, List<RunningTask> tasks) {}

  private final Account account;
  private final Poller parts;
  private final PollReserve pollReserve;
  private final FairPollOrder turns;
  private final Loop loop;
  private volatile long steppedAt = System.nanoTime() - Duration.ofMinutes(1).toNanos();
  private volatile Duration gap = Duration.ZERO;

  PollLane(
      Account account, Poller parts, PollReserve pollReserve, FairPollOrder turns, Vertx vertx) {
    this.account = account;
    this.parts = parts;
    this.pollReserve = pollReserve;
    this.turns = turns;
    this.loop = new Loop("poll " + account.name(), vertx, this::step);
  }

  void wake() {
    loop.wake();
  }

  void stop() {
    loop.stop();
  }

  /** However often it is woken, it asks the store no more often than a look can be worth it. */
  private Uni<Optional<Duration>> step() {
    if (parts.gate.isShut(account)) {
      return Uni.createFrom().item(Optional.empty());
    }
    Duration rest = gap.minusNanos(System.nanoTime() - steppedAt);
    if (rest.toMillis() > 0) {
      return Uni.createFrom().item(Optional.of(rest));
    }
    steppedAt = System.nanoTime();
    return parts.curves.refresh().chain(this::ask);
  }

  private Uni<Optional<Duration>> ask() {
    int reserved = pollReserve.permits(parts.desk.waiting(account.name(), EndpointClass.DEFAULT));
    return Uni.combine()
        .all()
        .unis(
            parts.looks.candidates(account.name(), PAGES * parts.settings.poll().pageSize()),
            parts.ledger.supply(account.name(), EndpointClass.DEFAULT, reserved))
        .asTuple()
        .chain(answers -> decide(answers.getItem1(), reserved, answers.getItem2()));
  }

  private Uni<Optional<Duration>> decide(
      List<RunningTask> tasks, int reserved, PermitSupply supply) {
    PollPrice price = PollPrice.of(supply, parts.settings.poll().targetStaleness());
    gap = Duration.ofNanos((long) (price.least() / 2 * 1e9));
    if (tasks.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    if (supply.free() == 0) {
      return outOfPermits(tasks, reserved);
    }
    boolean byList = parts.isListed(account);
    List<Chosen> chosen = parts.chooser.choose(tasks, byList, price, supply.free(), PERMITS, turns);
    if (chosen.isEmpty()) {
      Duration wait = parts.chooser.untilWorth(tasks, byList, price, supply.free(), turns);
      return Uni.createFrom().item(in(earlier(wait, supply.nextFree().orElse(wait))));
    }
    return parts
        .pool
        .withTransaction(connection -> pay(connection, reserved, chosen))
        .invoke(this::look)
        .replaceWith(() -> Optional.of(gap));
  }

  /** Somebody waits for a cancel: it may use the permits that polls leave to others. */
  private Uni<Optional<Duration>> outOfPermits(List<RunningTask> tasks, int reserved) {
    List<RunningTask> cancels = tasks.stream().filter(t -> t.phase() == Phase.CANCELLING).toList();
    return reserved == 0 || cancels.isEmpty()
        ? parts.ledger.nextPermit(account.name(), EndpointClass.DEFAULT, reserved).map(this::in)
        : parts
            .ledger
            .supply(account.name(), EndpointClass.DEFAULT, 0)
            .chain(supply -> decide(cancels, 0, supply));
  }

  private Uni<List<Paid>> pay(SqlConnection connection, int reserved, List<Chosen> chosen) {
    PermitRequest permitRequest =
        new PermitRequest(
            account.name(), EndpointClass.DEFAULT, chosen.size(), reserved, parts.callTimeout());
    return parts
        .ledger
        .take(connection, permitRequest)
        .chain(permits -> claim(connection, permits, chosen.subList(0, permits.size())));
  }

  private Uni<List<Paid>> claim(
      SqlConnection connection, List<Permit> permits, List<Chosen> chosen) {
    List<RunningTask> tasks =
        chosen.stream().map(Chosen::tasks).flatMap(Collection::stream).toList();
    return parts
        .looks
        .claim(connection, tasks, parts.callTimeout().plusSeconds(1))
        .map(claimed -> paid(permits, chosen, claimed))
        .call(paid -> parts.ledger.giveBack(connection, unused(permits, paid)));
  }

  private static List<Paid> paid(List<Permit> permits, List<Chosen> chosen, Set<UUID> claimed) {
    List<Paid> paid = new ArrayList<>();
    for (Chosen look : chosen) {
      List<RunningTask> own = look.tasks().stream().filter(t -> claimed.contains(t.id())).toList();
      if (!own.isEmpty()) {
        paid.add(new Paid(permits.get(paid.size()), own));
      }
    }
    return paid;
  }

  private static List<Permit> unused(List<Permit> permits, List<Paid> paid) {
    return permits.subList(paid.size(), permits.size());
  }

  /** Nobody waits for the calls: a slow one must not hold up the others. */
  private void look(List<Paid> paid) {
    for (Paid look : paid) {
      turns.took(look.tasks());
      call(look)
          .onTermination()
          .invoke(loop::wake)
          .subscribe()
          .with(
              done -> {}, failure -> LOG.warnf("a look was not recorded: %s", failure.toString()));
    }
  }

  private Uni<Void> call(Paid look) {
    return look.tasks().size() > 1 || isBetterListed(look.tasks().get(0))
        ? parts.many.poll(account, look.permit(), look.tasks())
        : parts.one.look(account, look.permit(), look.tasks().get(0));
  }

  /** Alone it costs the same and lags less; a second asset of a task shows on the list only. */
  private boolean isBetterListed(RunningTask task) {
    return task.markers().size() > 1
        && !task.pollAlone()
        && task.phase() != Phase.CANCELLING
        && parts.isListed(account);
  }

  private Optional<Duration> in(Duration wait) {
    return Optional.of(wait.compareTo(gap) < 0 ? gap : wait);
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
