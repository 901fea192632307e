package io.anteroom.cluster;

import io.anteroom.async.ClockReading;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.async.log.ReplicaLogFilter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * This process among the replicas. A replica whose lease ended, because it hung or was cut off, is
 * fenced: it owns nothing any more and goes on under a new id. Thread-safe.
 */
@Singleton
public class Replica {

  private static final Logger LOG = Logger.getLogger(Replica.class);

  private final ReplicaLeases replicaLeases;
  private final ClusterSettings settings;
  private final SuspendAwareClock clocks;
  private volatile ReplicaLease lease;

  public Replica(ReplicaLeases replicaLeases, ClusterSettings settings, SuspendAwareClock clocks) {
    this.replicaLeases = replicaLeases;
    this.settings = settings;
    this.clocks = clocks;
    this.lease = named(new ReplicaLease(clocks));
  }

  /** Lines of the log tell of it from now on. */
  private static ReplicaLease named(ReplicaLease own) {
    ReplicaLogFilter.replicaIs(own.id());
    return own;
  }

  public UUID id() {
    return lease.id();
  }

  public ReplicaLease lease() {
    return lease;
  }

  Uni<Void> enter() {
    ClockReading asked = now();
    return replicaLeases.enter(id(), settings.lease()).invoke(() -> renewed(asked));
  }

  /** The moment to note before a sign of life is asked for. */
  ClockReading now() {
    return clocks.now();
  }

  /**
   * A sign of life was taken, which was asked for at this moment: the lease ends no later than the
   * database says.
   */
  void renewed(ClockReading asked) {
    lease.extendTo(asked.plus(settings.lease()));
  }

  /** The lease had ended: goes on under a new id. */
  Uni<Void> enterAnew() {
    LOG.warn("the lease of this replica had ended; it goes on under a new id");
    lease.lose();
    lease = named(new ReplicaLease(clocks));
    return enter();
  }

  /** Comes back after {@link #leave()}, under a new id. */
  Uni<Void> comeBack() {
    lease = named(new ReplicaLease(clocks));
    return enter();
  }

  /** Tells the others that it takes no new requests, as far as that can be told. */
  void drain() {
    replicaLeases
        .drain(id())
        .subscribe()
        .with(told -> {}, failure -> LOG.debugf("not told: %s", failure.getMessage()));
  }

  /** Gives the lease up: what it still submits is in doubt at once. */
  Uni<Void> leave() {
    lease.lose();
    return replicaLeases.leave(id());
  }
}
