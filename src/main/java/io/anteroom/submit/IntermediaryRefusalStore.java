package io.anteroom.submit;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Counts the submits of a task that an intermediary refused, and delays the task for longer each
 * time. Thread-safe.
 */
@Singleton
public class IntermediaryRefusalStore {

  /** No fewer refusals end a task, however long the time between them. */
  private static final int MIN = 3;

  private static final int MAX_DOUBLINGS = 20;

  /**
   * Whoever refused it may have passed it on before: its marker goes on being searched for. The
   * hold has no effect before the task is queued again.
   */
  private static final String COUNT =
      """
      update task t set
        intermediary_refusals = t.intermediary_refusals + 1,
        intermediary_refused_since = coalesce(t.intermediary_refused_since, now()),
        not_before = now() + (0.5 + random() / 2) * interval '1 ms'
          * least($5::bigint, $4::bigint * power(2, least(t.intermediary_refusals, $6::int))),
        in_doubt_attempts = case when t.attempt = any (t.in_doubt_attempts)
          then t.in_doubt_attempts else t.in_doubt_attempts || t.attempt end
      where t.id = $1 and t.attempt = $2 and t.lease_owner = $3 and t.phase = 'submitting'
      returning t.intermediary_refusals >= $7
        and t.intermediary_refused_since <= now() - $8::bigint * interval '1 ms' as over
      """;

  private final Pool pool;

  public IntermediaryRefusalStore(Pool pool) {
    this.pool = pool;
  }

  /**
   * Counts one, while the task is marked for this submit.
   *
   * @param first the hold after the first of them; it doubles with each
   * @param grace after this time with nothing else the task may end
   * @return whether that time is over; false too where the lease was lost
   */
  public Uni<Boolean> count(
      MarkedTask task, UUID owner, Duration first, Duration max, Duration grace) {
    return pool.preparedQuery(COUNT)
        .execute(
            Tuple.from(
                List.of(
                    task.id(),
                    task.attempt(),
                    owner,
                    first.toMillis(),
                    max.toMillis(),
                    MAX_DOUBLINGS,
                    MIN,
                    grace.toMillis())))
        .map(rows -> rows.size() > 0 && rows.iterator().next().getBoolean("over"));
  }
}
