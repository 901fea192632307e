package io.anteroom.quota;

import io.anteroom.async.CallerContext;
import io.anteroom.async.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Waits for one permit for one call. Thread-safe. */
@Singleton
public class PermitQueues {

  private final Map<PermitCounter, PermitQueue> lines = new ConcurrentHashMap<>();
  private final QuotaLedger quotaLedger;
  private final OperatorPauses pauses;
  private final Vertx vertx;
  private final MeterRegistry registry;
  private final Ticker ticker;

  public PermitQueues(
      QuotaLedger quotaLedger,
      OperatorPauses pauses,
      Vertx vertx,
      MeterRegistry registry,
      Ticker ticker) {
    this.quotaLedger = quotaLedger;
    this.pauses = pauses;
    this.vertx = vertx;
    this.registry = registry;
    this.ticker = ticker;
  }

  /**
   * One permit, in the order of the line, where an account's clients take turns. Answers on the
   * Vert.x context of the caller.
   *
   * @return the permit, or the failure {@link NoPermitInTimeException}, at once if the ledger says
   *     that the caller's turn does not come in time; or {@link AccountPausedException}, at once;
   *     or {@link CallerGoneException}; or a failure of the database, at the latest 2 seconds after
   *     the time that the caller waits
   */
  public Uni<Permit> await(PermitRequest ask, CallDeadline callDeadline) {
    long start = ticker.nanos();
    EndpointClass endpointClass = ask.endpointClass();
    return line(ask.account(), endpointClass)
        .join(ask, callDeadline, CallerContext.executor())
        .invoke(permit -> waited(endpointClass, "granted", start))
        .onFailure(NoPermitInTimeException.class)
        .invoke(() -> waited(endpointClass, "refused", start));
  }

  private void waited(EndpointClass endpointClass, String outcome, long start) {
    registry
        .timer("anteroom.quota.wait", "class", endpointClass.label(), "outcome", outcome)
        .record(ticker.since(start));
  }

  /** The caller is gone, and nothing was sent: the slot is free for others at once. */
  public Uni<Void> giveBack(Permit permit) {
    return quotaLedger.giveBack(permit);
  }

  /**
   * How many calls that somebody waits for stand in line on this replica: what takes permits in the
   * background leaves as many.
   */
  public int waiting(String account, EndpointClass endpointClass) {
    PermitQueue line = lines.get(new PermitCounter(account, endpointClass));
    return line == null ? 0 : line.interactive();
  }

  /** There are as many as accounts times classes. */
  private PermitQueue line(String account, EndpointClass endpointClass) {
    return lines.computeIfAbsent(
        new PermitCounter(account, endpointClass),
        c ->
            new PermitQueue(
                quotaLedger,
                pauses,
                "permits " + account + " " + endpointClass.label(),
                vertx,
                ticker));
  }
}
