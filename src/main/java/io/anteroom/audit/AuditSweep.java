package io.anteroom.audit;

import io.anteroom.async.Sweep;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Removes what is old in the audit log, in small batches, each a transaction of its own. */
@Singleton
public class AuditSweep implements Sweep {

  private static final int BATCH = 500;

  /** A bulk action that has ended goes after the last entry that speaks of it. */
  private static final String REMOVE =
      """
      with old as (
        select id from audit_entry where at <= now() - $1::bigint * interval '1 ms'
        order by at limit $2 for update skip locked),
      bulks as (
        delete from bulk_action b
        where b.ended_at <= now() - $1::bigint * interval '1 ms'
          and not exists (select from audit_entry e where e.bulk_action = b.id))
      delete from audit_entry e where e.id = any (array(select id from old))
      """;

  private final Pool pool;
  private final Duration retention;

  public AuditSweep(Pool pool, AuditSettings settings) {
    this.pool = pool;
    this.retention = settings.retention();
  }

  @Scheduled(
      every = "10m",
      delayed = "1m",
      concurrentExecution = ConcurrentExecution.SKIP,
      skipExecutionIf = Sweep.AtTicksOnly.class)
  @Override
  public Uni<Void> sweep() {
    return retention.isZero()
        ? Uni.createFrom().voidItem()
        : Uni.createFrom()
            .deferred(this::remove)
            .repeat()
            .whilst(removed -> removed >= BATCH)
            .collect()
            .last()
            .replaceWithVoid();
  }

  private Uni<Integer> remove() {
    return pool.preparedQuery(REMOVE)
        .execute(Tuple.of(retention.toMillis(), BATCH))
        .map(rows -> rows.rowCount());
  }
}
