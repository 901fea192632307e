package io.anteroom.engine;

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
  private volatile UUID id = UUID.randomUUID();

  /** On this process's own clock, from before the database was asked: never later than its end. */
  private volatile long leaseEnd = System.nanoTime();

  /** Only stores its parts. */
  public Replica(Leases leases, EngineSettings settings) {
    this.leases = leases;
    this.settings = settings;
  }

  /** The id under which it submits now. */
  public UUID id() {
    return id;
  }

  /**
   * Whether the lease under this id holds, as far as this process can know without asking. A
   * process that was stopped and goes on finds that it does not.
   */
  boolean holds(UUID owner) {
    return owner.equals(id) && leaseEnd - System.nanoTime() > 0;
  }

  /** Enters the replicas. */
  Uni<Void> enter() {
    long asked = System.nanoTime();
    return leases.enter(id, settings.lease()).invoke(() -> renewed(asked));
  }

  /** A sign of life was taken, which was asked for at this time of {@link System#nanoTime()}. */
  void renewed(long asked) {
    leaseEnd = asked + settings.lease().toNanos();
  }

  /** The lease had ended: goes on under a new id. */
  Uni<Void> enterAnew() {
    LOG.warn("the lease of this replica had ended; it goes on under a new id");
    id = UUID.randomUUID();
    return enter();
  }

  /** Gives up what it owns. */
  Uni<Void> leave() {
    return leases.leave(id);
  }
}
