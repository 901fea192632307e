package io.anteroom.engine;

import io.anteroom.clock.Moment;
import io.anteroom.clock.TwoClocks;
import io.anteroom.task.Leases;
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

  private final Leases leases;
  private final EngineSettings settings;
  private final TwoClocks clocks;
  private volatile ReplicaLease lease;

  /** Only stores its parts. */
  public Replica(Leases leases, EngineSettings settings, TwoClocks clocks) {
    this.leases = leases;
    this.settings = settings;
    this.clocks = clocks;
    this.lease = new ReplicaLease(clocks);
  }

  /** The id under which it submits now. */
  public UUID id() {
    return lease.id();
  }

  /** The lease under which it submits now. */
  ReplicaLease lease() {
    return lease;
  }

  /** Enters the replicas. */
  Uni<Void> enter() {
    Moment asked = now();
    return leases.enter(id(), settings.lease()).invoke(() -> renewed(asked));
  }

  /** The moment to note before a sign of life is asked for. */
  Moment now() {
    return clocks.now();
  }

  /**
   * A sign of life was taken, which was asked for at this moment: the lease ends no later than the
   * database says.
   */
  void renewed(Moment asked) {
    lease.extendTo(asked.plus(settings.lease()));
  }

  /** The lease had ended: goes on under a new id. */
  Uni<Void> enterAnew() {
    LOG.warn("the lease of this replica had ended; it goes on under a new id");
    lease.lose();
    lease = new ReplicaLease(clocks);
    return enter();
  }

  /** Gives up what it owns. */
  Uni<Void> leave() {
    return leases.leave(id());
  }
}
