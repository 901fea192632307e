package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.quota.AccountPausedException;
import io.anteroom.quota.CallDeadline;
import io.anteroom.quota.CallerGoneException;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.NoPermitInTimeException;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitRequest;
import io.anteroom.quota.PermitSupply;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Polls that wait in line for their permit, where other calls leave none. Half of the permits of
 * class {@code default} that are believed in belong to polls: else a client that reads assets all
 * the time would keep every end from being seen. Belongs to the steps of one lane, but for {@link
 * #leave}.
 */
final class PollLine {

  /** How long a poll waits at the most: two slots of the smallest plan, and some. */
  private static final Duration MAX = Duration.ofSeconds(15);

  private final Account account;
  private final PollServices uses;
  private final PollCalls calls;
  private final int slots;

  /** When each of the latest permits of polls was taken, by the ticker; at most all there are. */
  private final Deque<Long> taken = new ArrayDeque<>();

  private volatile CallDeadline place = CallDeadline.ofEngine(Duration.ZERO);

  /**
   * Nothing was polled yet.
   *
   * @param slots how many permits of the class there are by the plan, at least 1
   */
  PollLine(Account account, PollServices uses, PollCalls calls, int slots) {
    this.slots = slots;
    this.account = account;
    this.uses = uses;
    this.calls = calls;
  }

  /** Polls have taken so many permits, in line or not. */
  void took(int permits) {
    long now = uses.ticker().nanos();
    for (int i = 0; i < permits; i++) {
      taken.add(now);
      if (taken.size() > slots) {
        taken.remove();
      }
    }
  }

  /**
   * How long until a poll may wait in line, where other calls leave it no permit: polls had less
   * than half of all that are believed in, in the time for which one stays taken, and none for as
   * long as two of them last. Null where polls had their half.
   *
   * @param since the time since the last poll
   */
  Duration untilOwed(PermitSupply supply, Duration since) {
    long before = uses.ticker().nanos() - supply.hold().toNanos();
    while (!taken.isEmpty() && taken.element() - before < 0) {
      taken.remove();
    }
    Duration left = supply.hold().multipliedBy(2).dividedBy(supply.allowed()).minus(since);
    boolean hadHalf = taken.size() >= Math.max(1, supply.allowed() / 2);
    return hadHalf ? null : left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Makes the first of these polls, when it is its turn; it leaves no reserve to others.
   *
   * @return whether there was a permit
   */
  Uni<Boolean> poll(List<Chosen> chosen) {
    PermitRequest request =
        new PermitRequest(account.name(), EndpointClass.DEFAULT, 1, 0, uses.callTimeout());
    place = CallDeadline.ofEngine(MAX);
    return uses.permitQueues()
        .await(request, place)
        .invoke(permit -> poll(permit, chosen))
        .replaceWith(true)
        .onFailure(PollLine::isNoPermit)
        .recoverWithItem(false);
  }

  private void poll(Permit permit, List<Chosen> chosen) {
    took(1);
    calls.make(List.of(permit), chosen);
  }

  private static boolean isNoPermit(Throwable failure) {
    return failure instanceof NoPermitInTimeException
        || failure instanceof AccountPausedException
        || failure instanceof CallerGoneException;
  }

  /** Gives up its place, if it has one. Thread-safe. */
  void leave() {
    place.giveUp();
  }
}
