package io.anteroom.upload.database;

import io.anteroom.async.FailureLog;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * How much space the tables of the spool take, measured now and then, so that an upload can be
 * refused before it is read. What this replica stored since counts too; what others did may lead a
 * little over the bound. Thread-safe.
 */
@Singleton
public class DatabaseCapacity {

  private static final Logger LOG = Logger.getLogger(DatabaseCapacity.class);

  private static final String USED =
      """
      select coalesce(sum(pg_table_size(inhrelid)), 0)::bigint
      from pg_inherits where inhparent = 'spool_chunk'::regclass
      """;

  private final Pool pool;
  private final boolean used;
  private final long maxTotal;
  private final AtomicLong bytes = new AtomicLong();

  public DatabaseCapacity(Pool pool, SpoolSettings spool, DatabaseSpoolSettings settings) {
    this.pool = pool;
    this.used = spool.kind() == SpoolKind.DATABASE;
    this.maxTotal = settings.maxTotal();
  }

  @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> measure() {
    return used
        ? FailureLog.recover(LOG, "measuring the spool", measured(), null)
        : Uni.createFrom().voidItem();
  }

  private Uni<Void> measured() {
    return pool.preparedQuery(USED)
        .execute()
        .invoke(rows -> bytes.set(rows.iterator().next().getLong(0)))
        .replaceWithVoid();
  }

  /** This replica has stored so many more bytes. */
  void stored(long more) {
    bytes.addAndGet(more);
  }

  /** As {@link io.anteroom.upload.Spool#refuses}. */
  Optional<String> refuses(long more) {
    return bytes.get() + more > maxTotal
        ? Optional.of(
            "The files that wait already fill the spool: it holds at most %d bytes."
                .formatted(maxTotal))
        : Optional.empty();
  }
}
