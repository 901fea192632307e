package io.anteroom.quota;

import io.anteroom.async.Loop;
import io.anteroom.async.StatementTimeout;
import io.anteroom.async.Ticker;
import io.anteroom.async.WaitTimer;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Those who wait on this replica for permits of one class of one account. Calls that somebody waits
 * for and calls of the engine take turns, so that neither keeps the other from its permits; of the
 * former the clients take turns too. One step asks the ledger for all of them; whoever's turn
 * cannot come in time is told at once. Thread-safe.
 */
final class PermitQueue {

  /** Another replica may take the slot that was seen coming: then ask again after this. */
  private static final Duration AGAIN = Duration.ofMillis(20);

  /** A permit may be given back before it was to be expected. */
  private static final Duration MAX_SLEEP = Duration.ofSeconds(1);

  /** Where a caller has no answer so long after its deadline, the database does not respond. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int PERMITS_PER_STEP = 16;

  /** What the ledger said last of the permits to come. */
  private record Seen(PermitForecast times, long at) {}

  private final ClientRoundRobin interactive = new ClientRoundRobin();
  private final ClientRoundRobin engine = new ClientRoundRobin();
  private final QuotaLedger quotaLedger;
  private final OperatorPauses pauses;
  private final Vertx vertx;
  private final Ticker ticker;
  private final Loop loop;
  private volatile Seen seen;
  private boolean isTurnOfEngine;

  PermitQueue(
      QuotaLedger quotaLedger, OperatorPauses pauses, String name, Vertx vertx, Ticker ticker) {
    this.quotaLedger = quotaLedger;
    this.pauses = pauses;
    this.vertx = vertx;
    this.ticker = ticker;
    this.loop = new Loop(name, vertx, this::step);
  }

  /**
   * A permit when it is this caller's turn, on this context; who stops listening has left the line.
   */
  Uni<Permit> join(PermitRequest ask, CallDeadline callDeadline, Executor context) {
    return Uni.createFrom()
        .emitter(emitter -> join(new PermitWaiter(ask, callDeadline, context, emitter), emitter));
  }

  /** How many callers wait for whom somebody waits. */
  synchronized int interactive() {
    return interactive.size();
  }

  private void join(PermitWaiter waiter, UniEmitter<? super Permit> emitter) {
    WaitTimer.start(
        vertx,
        emitter,
        Duration.ofMillis(Math.max(0, waiter.deadline().left().toMillis())).plus(GRACE),
        () -> leaveWith(waiter, new TimeoutException()),
        () -> drop(waiter));
    if (!takeIn(waiter)) {
      refuse(waiter, turnOfOneMore(waiter));
      return;
    }
    waiter.deadline().onGivenUp(() -> leaveWith(waiter, new CallerGoneException()));
    loop.wake();
  }

  private void leaveWith(PermitWaiter waiter, Throwable failure) {
    leave(waiter);
    waiter.fail(failure);
  }

  private void drop(PermitWaiter waiter) {
    leave(waiter);
    waiter.end();
  }

  private synchronized boolean takeIn(PermitWaiter waiter) {
    return lineOf(waiter).add(waiter);
  }

  /** Whether it still waited. */
  private synchronized boolean leave(PermitWaiter waiter) {
    return lineOf(waiter).remove(waiter);
  }

  private ClientRoundRobin lineOf(PermitWaiter waiter) {
    return waiter.deadline().interactive() ? interactive : engine;
  }

  private synchronized List<PermitWaiter> waiting() {
    Iterator<PermitWaiter> turn = (isTurnOfEngine ? engine : interactive).inOrder().iterator();
    Iterator<PermitWaiter> other = (isTurnOfEngine ? interactive : engine).inOrder().iterator();
    List<PermitWaiter> all = new ArrayList<>(interactive.size() + engine.size());
    while (turn.hasNext() || other.hasNext()) {
      if (turn.hasNext()) {
        all.add(turn.next());
      }
      if (other.hasNext()) {
        all.add(other.next());
      }
    }
    return all;
  }

  private synchronized PermitWaiter next() {
    boolean ofEngine = interactive.size() == 0 || isTurnOfEngine && engine.size() > 0;
    isTurnOfEngine = !ofEngine;
    return (ofEngine ? engine : interactive).next();
  }

  /** What its turn would be if there were a place for it. */
  private synchronized Duration turnOfOneMore(PermitWaiter waiter) {
    ClientRoundRobin own = lineOf(waiter);
    int ahead = own.ahead(waiter.deadline().client());
    int before = Math.min((own == engine ? interactive : engine).size(), ahead + 1);
    Seen last = seen;
    if (last == null) {
      return MAX_SLEEP;
    }
    Duration left = last.times().after(before + ahead).minus(ticker.since(last.at()));
    return left.compareTo(MAX_SLEEP) < 0 ? MAX_SLEEP : left;
  }

  private Uni<Optional<Duration>> step() {
    List<PermitWaiter> waiting = waiting();
    if (waiting.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    PermitRequest one = waiting.get(0).ask();
    int max = Math.min(waiting.size(), PERMITS_PER_STEP);
    PermitRequest ask =
        new PermitRequest(
            one.account(), one.endpointClass(), max, one.reserved(), one.callTimeout());
    return StatementTimeout.of(quotaLedger.take(ask))
        .invoke(permits -> permits.forEach(this::serve))
        .chain(permits -> permits.size() == max ? again() : lookAhead(one))
        .onFailure()
        .recoverWithItem(this::failAll);
  }

  private Uni<Optional<Duration>> again() {
    return Uni.createFrom().item(Optional.of(Duration.ZERO));
  }

  private void serve(Permit permit) {
    PermitWaiter waiter = next();
    if (waiter == null) {
      giveBack(permit);
    } else {
      waiter.serve(permit, () -> giveBack(permit));
    }
  }

  private void giveBack(Permit permit) {
    quotaLedger.giveBack(permit).subscribe().with(given -> loop.wake(), failure -> {});
  }

  private Uni<Optional<Duration>> lookAhead(PermitRequest ask) {
    int length = waiting().size();
    return length == 0
        ? Uni.createFrom().item(Optional.empty())
        : pauses.since(ask.account()).chain(since -> lookAhead(ask, length, since.isPresent()));
  }

  private Uni<Optional<Duration>> lookAhead(PermitRequest ask, int length, boolean paused) {
    return paused
        ? Uni.createFrom().item(() -> failAll(new AccountPausedException(ask.account())))
        : StatementTimeout.of(quotaLedger.nextPermits(ask.account(), ask.endpointClass(), length))
            .map(this::tellTheLate);
  }

  /**
   * Sleeps until the next permit; nobody who stays has to be told before it. Who came while the
   * ledger was asked may be farther behind than it was asked about: another step comes for them.
   */
  private Optional<Duration> tellTheLate(PermitForecast times) {
    seen = new Seen(times, ticker.nanos());
    int ahead = 0;
    for (PermitWaiter waiter : waiting()) {
      if (!times.tells(ahead)) {
        break;
      }
      Duration turn = times.after(ahead);
      if (waiter.deadline().left().compareTo(turn) >= 0) {
        ahead++;
      } else if (leave(waiter)) {
        refuse(waiter, turn);
      }
    }
    Duration next = times.after(0);
    Duration sleep = next.compareTo(MAX_SLEEP) > 0 ? MAX_SLEEP : next;
    return ahead == 0 ? Optional.empty() : Optional.of(sleep.compareTo(AGAIN) < 0 ? AGAIN : sleep);
  }

  private static void refuse(PermitWaiter waiter, Duration turn) {
    waiter.fail(new NoPermitInTimeException(waiter.ask().endpointClass(), turn));
  }

  private Optional<Duration> failAll(Throwable failure) {
    for (PermitWaiter waiter : waiting()) {
      if (leave(waiter)) {
        waiter.fail(failure);
      }
    }
    return Optional.empty();
  }
}
