package io.anteroom.cluster;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/**
 * The leases of the replicas, on the database's clock. A task that is being submitted belongs to a
 * replica; when the lease of the replica has ended, {@link DeadReplicaTakeover} takes it over.
 * Thread-safe.
 */
@Singleton
public class ReplicaLeases {

  private static final String ENTER =
      """
      insert into replica (id, lease_until)
      values ($1, clock_timestamp() + $2::bigint * interval '1 ms')
      """;

  /** The next replica polls at its next tick. */
  private static final String LEAVE =
      """
      with polls as (update poll_lease set lease_until = now() where owner = $1)
      update replica set lease_until = now() where id = $1
      """;

  private static final String DRAIN = "update replica set draining = true where id = $1";

  private final Pool pool;

  public ReplicaLeases(Pool pool) {
    this.pool = pool;
  }

  public Uni<Void> enter(UUID replica, Duration lease) {
    return pool.preparedQuery(ENTER).execute(Tuple.of(replica, lease.toMillis())).replaceWithVoid();
  }

  /** Tells the others that the replica takes no new requests. */
  public Uni<Void> drain(UUID replica) {
    return pool.preparedQuery(DRAIN).execute(Tuple.of(replica)).replaceWithVoid();
  }

  /** Ends its leases: what the replica was submitting is in doubt at once. */
  public Uni<Void> leave(UUID replica) {
    return pool.preparedQuery(LEAVE).execute(Tuple.of(replica)).replaceWithVoid();
  }
}
