package io.anteroom.quota;

import io.anteroom.loop.Loop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Those who wait on this replica for permits of one class of one account: calls that somebody waits
 * for first, then those of the engine, each in the order of their coming. One step asks the ledger
 * for all of them; whoever's turn cannot come in time is told at once. Thread-safe.
 */
final class PermitLine {

  /** Another replica may take the slot that was seen coming: then look again after this. */
  private static final Duration AGAIN = Duration.ofMillis(20);

  /** A permit may be given back before it was to be expected. */
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);

  private static final int PERMITS_PER_STEP = 16;

  /** Whoever comes to a longer line is not taken in. */
  static final int LONGEST_LINE = 1000;

  private record Waiter(Ask ask, Patience patience, UniEmitter<? super Permit> emitter) {}

  private final Deque<Waiter> interactive = new ArrayDeque<>();
  private final Deque<Waiter> others = new ArrayDeque<>();
  private final Ledger ledger;
  private final AccountPauses pauses;
  private final Loop loop;

  PermitLine(Ledger ledger, AccountPauses pauses, String name, Vertx vertx) {
    this.ledger = ledger;
    this.pauses = pauses;
    this.loop = new Loop(name, vertx, this::step);
  }

  /** A permit when it is this caller's turn; who stops listening has left the line. */
  Uni<Permit> join(Ask ask, Patience patience) {
    return Uni.createFrom().emitter(emitter -> join(new Waiter(ask, patience, emitter)));
  }

  /** How many callers wait for whom somebody waits. */
  synchronized int interactive() {
    return interactive.size();
  }

  private void join(Waiter waiter) {
    if (!takeIn(waiter)) {
      refuse(waiter, LONGEST_SLEEP);
      return;
    }
    waiter.emitter().onTermination(() -> leave(waiter));
    loop.wake();
  }

  private synchronized boolean takeIn(Waiter waiter) {
    Deque<Waiter> line = waiter.patience().interactive() ? interactive : others;
    return line.size() < LONGEST_LINE && line.add(waiter);
  }

  /** Whether it still waited. */
  private synchronized boolean leave(Waiter waiter) {
    return interactive.remove(waiter) || others.remove(waiter);
  }

  private synchronized List<Waiter> waiting() {
    List<Waiter> all = new ArrayList<>(interactive);
    all.addAll(others);
    return all;
  }

  private Uni<Optional<Duration>> step() {
    List<Waiter> waiting = waiting();
    if (waiting.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    Ask one = waiting.get(0).ask();
    int most = Math.min(waiting.size(), PERMITS_PER_STEP);
    return ledger
        .take(new Ask(one.account(), one.endpointClass(), most, one.leave(), one.callTimeout()))
        .invoke(permits -> permits.forEach(this::serve))
        .chain(permits -> permits.size() == most ? again() : lookAhead(one))
        .onFailure()
        .recoverWithItem(this::failAll);
  }

  private Uni<Optional<Duration>> again() {
    return Uni.createFrom().item(Optional.of(Duration.ZERO));
  }

  private void serve(Permit permit) {
    for (Waiter waiter : waiting()) {
      if (leave(waiter)) {
        waiter.emitter().complete(permit);
        return;
      }
    }
    ledger.giveBack(permit).subscribe().with(given -> {}, failure -> {});
  }

  private Uni<Optional<Duration>> lookAhead(Ask ask) {
    int length = waiting().size();
    return length == 0
        ? Uni.createFrom().item(Optional.empty())
        : pauses.since(ask.account()).chain(since -> lookAhead(ask, length, since.isPresent()));
  }

  private Uni<Optional<Duration>> lookAhead(Ask ask, int length, boolean paused) {
    return paused
        ? Uni.createFrom().item(() -> failAll(new AccountPaused(ask.account())))
        : ledger.nextPermits(ask.account(), ask.endpointClass(), length).map(this::tellTheLate);
  }

  /** Sleeps until the next permit; nobody who stays has to be told before it. */
  private Optional<Duration> tellTheLate(PermitTimes times) {
    int ahead = 0;
    for (Waiter waiter : waiting()) {
      Duration turn = times.after(ahead);
      if (waiter.patience().left().compareTo(turn) >= 0) {
        ahead++;
      } else if (leave(waiter)) {
        refuse(waiter, turn);
      }
    }
    Duration next = times.after(0);
    Duration sleep = next.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : next;
    return ahead == 0 ? Optional.empty() : Optional.of(sleep.compareTo(AGAIN) < 0 ? AGAIN : sleep);
  }

  private static void refuse(Waiter waiter, Duration turn) {
    waiter.emitter().fail(new NoPermitInTime(waiter.ask().endpointClass(), turn));
  }

  private Optional<Duration> failAll(Throwable failure) {
    for (Waiter waiter : waiting()) {
      if (leave(waiter)) {
        waiter.emitter().fail(failure);
      }
    }
    return Optional.empty();
  }
}
