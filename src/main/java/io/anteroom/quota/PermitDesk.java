package io.anteroom.quota;

import io.anteroom.loop.CallersContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Waits for one permit for one call. Thread-safe. */
@Singleton
public class PermitDesk {

  private record Counter(String account, EndpointClass endpointClass) {}

  private final Map<Counter, PermitLine> lines = new ConcurrentHashMap<>();
  private final Ledger ledger;
  private final AccountPauses pauses;
  private final Vertx vertx;

  /** Only stores its parts. */
  public PermitDesk(Ledger ledger, AccountPauses pauses, Vertx vertx) {
    this.ledger = ledger;
    this.pauses = pauses;
    this.vertx = vertx;
  }

  /**
   * One permit, in the order of the line, where an account's clients take turns. Answers on the
   * Vert.x context of the caller.
   *
   * @return the permit, or the failure {@link NoPermitInTime}, at once if the ledger says that the
   *     caller's turn does not come in time; or {@link AccountPaused}, at once; or {@link GivenUp};
   *     or a failure of the store, at the latest 2 seconds after the caller's patience
   */
  public Uni<Permit> await(Ask ask, Patience patience) {
    return line(ask.account(), ask.endpointClass()).join(ask, patience, CallersContext.executor());
  }

  /** The caller is gone, and nothing was sent: the slot is free for others at once. */
  public Uni<Void> giveBack(Permit permit) {
    return ledger.giveBack(permit);
  }

  /**
   * How many calls that somebody waits for stand in line on this replica: what takes permits in the
   * background leaves as many.
   */
  public int waiting(String account, EndpointClass endpointClass) {
    PermitLine line = lines.get(new Counter(account, endpointClass));
    return line == null ? 0 : line.interactive();
  }

  /** There are as many as accounts times classes. */
  private PermitLine line(String account, EndpointClass endpointClass) {
    return lines.computeIfAbsent(
        new Counter(account, endpointClass),
        c ->
            new PermitLine(
                ledger, pauses, "permits " + account + " " + endpointClass.label(), vertx));
  }
}
