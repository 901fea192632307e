package io.anteroom.upload.database;

import io.anteroom.async.FailureLog;
import io.anteroom.upload.SpoolKind;
import io.anteroom.upload.SpoolSettings;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Opens another partition for new files once the present one has a sixteenth of the space or is an
 * hour old, and empties partitions whose files nobody needs. While every other partition has a file
 * that is needed, the present one goes on. Any replica may do it beside another. Thread-safe.
 */
@Singleton
public class PartitionRotation {

  private static final Logger LOG = Logger.getLogger(PartitionRotation.class);

  private static final int PARTITIONS = 16;

  private static final String EMPTY = "pg_relation_size(('spool_chunk_' || p.no)::regclass) = 0";

  private static final String UNNEEDED =
      "not exists (select from spool_file f where f.partition_no = p.no)";

  /** Another replica may open the same one at the same time: that makes no difference. */
  private static final String OPEN_NEXT =
      """
      with present as (
        select p.no, p.opened_at from spool_partition p order by p.opened_at desc, p.no limit 1)
      update spool_partition set opened_at = clock_timestamp()
      where no = (
        select p.no from spool_partition p, present
        where p.no <> present.no and %s and %s
          and pg_table_size(('spool_chunk_' || present.no)::regclass) > 0
          and (present.opened_at < clock_timestamp() - interval '1 hour'
            or pg_table_size(('spool_chunk_' || present.no)::regclass) > $1)
        order by p.opened_at, p.no
        limit 1)
      """
          .formatted(EMPTY, UNNEEDED);

  private static final String TO_EMPTY =
      "select p.no from spool_partition p where not %s and %s".formatted(EMPTY, UNNEEDED);

  /** Readers and writers have the partition for a statement only; who waits longer tries again. */
  private static final String LOCK_TIMEOUT = "set local lock_timeout = '1s'";

  /**
   * Waits for who just begins a file in it. A statement of its own: the next one sees that file.
   */
  private static final String LOCK = "select from spool_partition where no = $1 for update";

  private static final String STILL_UNNEEDED =
      "select from spool_partition p where p.no = $1 and " + UNNEEDED;

  private final Pool pool;
  private final boolean used;
  private final long maxPartition;

  public PartitionRotation(Pool pool, SpoolSettings spool, DatabaseSpoolSettings settings) {
    this.pool = pool;
    this.used = spool.kind() == SpoolKind.DATABASE;
    this.maxPartition = settings.maxTotal() / PARTITIONS;
  }

  @Scheduled(every = "10s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  Uni<Void> rotate() {
    return used
        ? FailureLog.recover(LOG, "emptying the spool's partitions", rotateNow(), null)
        : Uni.createFrom().voidItem();
  }

  private Uni<Void> rotateNow() {
    return pool.preparedQuery(OPEN_NEXT)
        .execute(Tuple.of(maxPartition))
        .chain(() -> pool.preparedQuery(TO_EMPTY).execute())
        .onItem()
        .transformToMulti(rows -> Multi.createFrom().iterable(rows))
        .map(row -> row.getShort(0))
        .onItem()
        .transformToUniAndConcatenate(
            no -> pool.withTransaction(connection -> empty(connection, no)))
        .onItem()
        .ignoreAsUni();
  }

  private static Uni<Void> empty(SqlConnection connection, short no) {
    Tuple partition = Tuple.of(no);
    return connection
        .query(LOCK_TIMEOUT)
        .execute()
        .chain(() -> connection.preparedQuery(LOCK).execute(partition))
        .chain(() -> connection.preparedQuery(STILL_UNNEEDED).execute(partition))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().voidItem()
                    : connection.query("truncate spool_chunk_" + no).execute().replaceWithVoid());
  }
}
