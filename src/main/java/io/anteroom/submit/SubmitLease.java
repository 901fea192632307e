package io.anteroom.submit;

import io.anteroom.async.Ticker;
import io.anteroom.cluster.ReplicaLease;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.UUID;

/** The lease under which one submit is made: it cancels the call once it is lost. Thread-safe. */
final class SubmitLease {

  /** A process that was stopped first reads the response that has come meanwhile. */
  private static final Duration READ_FIRST = Duration.ofSeconds(1);

  private final ReplicaLease lease;
  private final Duration callTimeout;
  private final Ticker ticker;
  private final CallCancellation cancellation =
      new CallCancellation("the lease of its replica was lost");

  /** When this process noticed that the lease is lost; null where it is not. */
  private volatile Long lostAt;

  /**
   * @param callTimeout how long any call may take for its response
   */
  SubmitLease(ReplicaLease lease, Duration callTimeout, Ticker ticker) {
    this.lease = lease;
    this.callTimeout = callTimeout;
    this.ticker = ticker;
  }

  UUID owner() {
    return lease.id();
  }

  boolean holds() {
    return lease.holds();
  }

  /** The call, which fails when the lease is lost. */
  Uni<Response> cancelling(Uni<Response> call) {
    return cancellation.over(call);
  }

  /**
   * To be called each second. After the loss the call has as long as any call for its response,
   * which settles the task all the same ({@link LateResultStore}). Then it is cancelled, before the
   * grace begins after which the task could be submitted again.
   */
  void cancelIfLost() {
    long now = ticker.nanos();
    if (lease.holds()) {
      lostAt = null;
    } else if (lostAt == null) {
      lostAt = now;
    } else if (now - lostAt >= READ_FIRST.toNanos() && lease.endedBefore(callTimeout)) {
      cancellation.cancel();
    }
  }
}
