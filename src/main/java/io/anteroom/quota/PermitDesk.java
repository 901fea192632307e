package io.anteroom.quota;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Waits for one permit, for calls that somebody is waiting for. Thread-safe. */
@Singleton
public class PermitDesk {

  /** Another replica may take the slot that was seen coming: then look again after this. */
  private static final Duration AGAIN = Duration.ofMillis(20);

  private final Ledger ledger;
  private final AccountPauses pauses;

  /** Only stores its parts. */
  public PermitDesk(Ledger ledger, AccountPauses pauses) {
    this.ledger = ledger;
    this.pauses = pauses;
  }

  /**
   * One permit, as soon as there is one.
   *
   * @param maxWait how long to wait for it; not negative
   * @return the permit, or the failure {@link NoPermitInTime}, at once if the ledger says so; or
   *     {@link AccountPaused}, at once
   */
  public Uni<Permit> await(Ask ask, Duration maxWait) {
    return attempt(ask, System.nanoTime() + maxWait.toNanos());
  }

  private Uni<Permit> attempt(Ask ask, long deadline) {
    return ledger
        .take(ask)
        .chain(
            permits ->
                permits.isEmpty() ? later(ask, deadline) : Uni.createFrom().item(first(permits)));
  }

  private Uni<Permit> later(Ask ask, long deadline) {
    return pauses
        .since(ask.account())
        .invoke(
            since ->
                since.ifPresent(
                    paused -> {
                      throw new AccountPaused(ask.account());
                    }))
        .chain(() -> ledger.nextPermit(ask.account(), ask.endpointClass(), ask.leave()))
        .chain(next -> later(ask, deadline, next.compareTo(AGAIN) < 0 ? AGAIN : next));
  }

  private Uni<Permit> later(Ask ask, long deadline, Duration next) {
    if (deadline - System.nanoTime() < next.toNanos()) {
      return Uni.createFrom().failure(new NoPermitInTime(ask.endpointClass(), next));
    }
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(next)
        .chain(() -> attempt(ask, deadline));
  }

  private static Permit first(List<Permit> permits) {
    return permits.get(0);
  }
}
