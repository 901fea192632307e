package io.anteroom.cluster.report;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A replica as its row shows it. Moments are by the database's clock. Immutable.
 *
 * @param leaseUntil until when it owns what it does unless it renews that
 * @param alive whether that moment is still to come
 * @param draining whether it is told to stop, and takes no new requests
 * @param polls the accounts that it polls
 * @param reportedAt when it wrote its report, or null
 * @param report what it said of itself with its last tick, or null
 */
public record ReportedReplica(
    UUID id,
    Instant leaseUntil,
    boolean alive,
    boolean draining,
    List<String> polls,
    Instant reportedAt,
    ReplicaReport report) {

  /** Whether it is there to submit, poll and deliver. */
  public boolean works() {
    return alive && !draining && report != null && report.works();
  }

  /** The moment that is so many milliseconds after its report. */
  public Instant after(long millis) {
    return reportedAt.plusMillis(millis);
  }
}
