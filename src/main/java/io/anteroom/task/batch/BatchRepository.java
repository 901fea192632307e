package io.anteroom.task.batch;

import io.anteroom.async.StatementTimeout;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Reads batches; a client sees its own only. Thread-safe. */
@Singleton
public class BatchRepository {

  private static final String FIND =
      """
      select id, client, reference, callback_url, total, open, done, failed, cancelled,
        coalesce(json_array_length(refused), 0) as refused, accepted_at, ended_at
      from batch where id = $1 and client = $2
      """;

  /** At most a thousand, and none once all have ended. */
  private static final String OPEN =
      """
      select status, count(*)::int as tasks from task
      where batch = $1 and phase <> 'ended' group by status
      """;

  private final Pool pool;

  /** Only stores its parts. */
  public BatchRepository(Pool pool) {
    this.pool = pool;
  }

  /** The batch of this client, or null. */
  public Uni<Batch> find(UUID id, String client) {
    return StatementTimeout.of(pool.preparedQuery(FIND).execute(Tuple.of(id, client)))
        .map(rows -> rows.size() == 0 ? null : Batch.from(rows.iterator().next()));
  }

  /** How many of its tasks that have not ended are in which status. */
  public Uni<BatchStatusCounts> open(Batch batch) {
    return batch.open() == 0
        ? Uni.createFrom().item(BatchStatusCounts.NONE)
        : StatementTimeout.of(pool.preparedQuery(OPEN).execute(Tuple.of(batch.id())))
            .map(BatchStatusCounts::from);
  }
}
