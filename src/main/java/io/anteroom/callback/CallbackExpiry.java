package io.anteroom.callback;

import io.anteroom.async.StatementTimeout;
import io.anteroom.cluster.ClusterSettings;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Gives up what is older than its whole schedule. An open breaker uses no attempts up, and so a
 * dead receiver's callbacks would never end by their attempts, nor would their tasks be removed.
 * Thread-safe.
 */
@Singleton
public class CallbackExpiry {

  private static final Logger LOG = Logger.getLogger(CallbackExpiry.class);
  private static final int BATCH = 1000;
  private static final Duration OURSELVES_AWAY = Duration.ofHours(1);

  /** An attempt that is under way decides by itself. Replicas pass over each other's rows. */
  public static final String EXHAUST =
      """
      with old as (
        select id from callback
        where state = 'pending' and delivery_started_at <= now() - $1::bigint * interval '1 ms'
          and (claim is null or due_at <= now())
        order by delivery_started_at
        limit $2
        for update skip locked)
      update callback c set state = 'exhausted', settled_at = now(), claim = null
      where c.id = any (array(select id from old))
      """;

  private final Pool pool;
  private final CallbackMetrics metrics;
  private final Duration longest;
  private final boolean enabled;

  /**
   * Only stores its parts.
   *
   * @param cluster whether this replica delivers; one that does not gives nothing up
   */
  CallbackExpiry(
      Pool pool, CallbackMetrics metrics, CallbackSettings settings, ClusterSettings cluster) {
    this.enabled = cluster.work();
    this.pool = pool;
    this.metrics = metrics;
    this.longest = longest(settings);
  }

  /**
   * How long a callback may be pending since it was (re)delivered: all waits of its schedule, the
   * longest wait that a receiver can ask for, the time that the attempts may take, and an hour in
   * which Anteroom itself may have been away.
   */
  static Duration longest(CallbackSettings settings) {
    long waits = settings.schedule().stream().mapToLong(Duration::toMillis).sum();
    return Duration.ofMillis(Math.round(waits * (1 + settings.jitter())))
        .plus(settings.maxRetryAfter())
        .plus(DeliveryRunner.lease(settings).multipliedBy(settings.schedule().size() + 1))
        .plus(OURSELVES_AWAY);
  }

  /** Not right after a start: what waited for Anteroom itself is attempted first. */
  @Scheduled(every = "1m", delayed = "10m", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> sweep() {
    return enabled ? exhaustAll(BATCH) : Uni.createFrom().voidItem();
  }

  /** Batch after batch, until there is nothing more. */
  Uni<Void> exhaustAll(int batch) {
    return exhaust(batch)
        .repeat()
        .whilst(ended -> ended >= batch)
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** Gives up a batch, the oldest first; answers with how many. */
  Uni<Integer> exhaust(int max) {
    return Uni.createFrom()
        .deferred(() -> pool.preparedQuery(EXHAUST).execute(Tuple.of(longest.toMillis(), max)))
        .plug(StatementTimeout::of)
        .map(rows -> rows.rowCount())
        .invoke(this::tell);
  }

  private void tell(int ended) {
    metrics.exhausted(ended);
    if (ended > 0) {
      LOG.warnf(
          "%d callbacks were not delivered within %s and are given up: POST /tasks/{id}/redeliver",
          ended, longest);
    }
  }
}
