package io.anteroom.upload.database;

import io.anteroom.async.FailureLog;
import io.anteroom.upload.MeasuredCapacity;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Measures how much space the tables of the spool take. Thread-safe. */
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
  private final MeasuredCapacity bytes;

  public DatabaseCapacity(Pool pool, SpoolSettings spool, DatabaseSpoolSettings settings) {
    this.pool = pool;
    this.used = spool.kind() == SpoolKind.DATABASE;
    this.bytes = new MeasuredCapacity(settings.maxTotal());
  }

  MeasuredCapacity bytes() {
    return bytes;
  }

  @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> measure() {
    return used
        ? FailureLog.recover(LOG, "measuring the spool", bytes.measure(tables()), null)
        : Uni.createFrom().voidItem();
  }

  private Uni<Long> tables() {
    return pool.preparedQuery(USED).execute().map(rows -> rows.iterator().next().getLong(0));
  }
}
