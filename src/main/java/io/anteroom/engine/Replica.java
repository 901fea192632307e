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

  /** Only stores its parts. */
  public Replica(Leases leases, EngineSettings settings) {
    this.leases = leases;
    this.settings = settings;
  }

  /** The id under which it submits now. */
  public UUID id() {
    return id;
  }

  /** Enters the replicas. */
  Uni<Void> enter() {
    return leases.enter(id, settings.lease());
  }

  /** A sign of life. */
  Uni<Void> renew() {
    return leases
        .renew(id, settings.lease())
        .chain(renewed -> renewed ? Uni.createFrom().voidItem() : enterAnew());
  }

  /** Gives up what it owns. */
  Uni<Void> leave() {
    return leases.leave(id);
  }

  private Uni<Void> enterAnew() {
    LOG.warn("the lease of this replica had ended; it goes on under a new id");
    id = UUID.randomUUID();
    return enter();
  }
}
