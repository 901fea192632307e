package io.anteroom.cluster;

import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskTransitionSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * The leases of the replicas, on the database's clock. A task that is being submitted belongs to a
 * replica; when the lease of the replica has ended, its submits are in doubt. Thread-safe.
 */
@Singleton
public class ReplicaLeases {

  private static final String ENTER =
      """
      insert into replica (id, lease_until)
      values ($1, clock_timestamp() + $2::bigint * interval '1 ms')
      """;

  public static final String TAKE_OVER =
      TaskTransitionSql.change(
          "",
          """
            phase = 'in_doubt', lease_owner = null,
            in_doubt_attempts = t.in_doubt_attempts || t.attempt, in_doubt_since = now(), polls = 0,
            doubt = 'lost',
            next_poll_at = now(), event_no = t.event_no + 1, updated_at = now()
          where t.phase = 'submitting' and not exists (
            select from replica r
            where r.id = t.lease_owner and r.lease_until > clock_timestamp())
          """);

  private static final String LEAVE = "update replica set lease_until = now() where id = $1";

  private final Pool pool;

  /** Only stores its parts. */
  public ReplicaLeases(Pool pool) {
    this.pool = pool;
  }

  /** Enters a replica that was not there. */
  public Uni<Void> enter(UUID replica, Duration lease) {
    return pool.preparedQuery(ENTER).execute(Tuple.of(replica, lease.toMillis())).replaceWithVoid();
  }

  /** Ends a lease: what the replica was submitting is in doubt at once. */
  public Uni<Void> leave(UUID replica) {
    return pool.preparedQuery(LEAVE).execute(Tuple.of(replica)).replaceWithVoid();
  }

  /** Takes the submits of replicas whose lease has ended: each of them is in doubt. */
  public Uni<List<TaskChange>> takeOver() {
    return pool.preparedQuery(TAKE_OVER).execute().map(TaskChange::from);
  }
}
