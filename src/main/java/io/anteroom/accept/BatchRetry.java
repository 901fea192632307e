package io.anteroom.accept;

import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.Rows;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRepository;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Finds the tasks of a batch that a retry of it accepts once more. Thread-safe. */
@Singleton
public class BatchRetry {

  private static final String UNSUCCESSFUL =
      """
      select id from task
      where batch = $1 and client = $2 and status in ('FAILED', 'CANCELLED')
      order by id
      """;

  /** By an array, so that each is looked up in the index of those that were retried. */
  private static final String RETRIED =
      "select distinct t.retry_of from task t where t.retry_of = any ($1)";

  private final Pool pool;
  private final TaskRepository tasks;

  public BatchRetry(Pool pool, TaskRepository tasks) {
    this.pool = pool;
    this.tasks = tasks;
  }

  /**
   * Those that have failed or were cancelled so far, in the order of their ids, without those that
   * were retried before, alone or with the batch: so no item is retried twice by repeating the
   * retry of its batch.
   */
  public Uni<List<Task>> candidates(UUID batch, String client) {
    return StatementTimeout.of(pool.preparedQuery(UNSUCCESSFUL).execute(Tuple.of(batch, client)))
        .map(rows -> Rows.list(rows, row -> row.getUUID(0)))
        .chain(this::notRetried)
        .chain(ids -> tasks.all(ids, client::equals))
        .map(found -> found.stream().filter(Objects::nonNull).toList());
  }

  private Uni<List<UUID>> notRetried(List<UUID> ids) {
    Tuple values = Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new));
    return StatementTimeout.of(pool.preparedQuery(RETRIED).execute(values))
        .map(rows -> without(new HashSet<>(Rows.list(rows, row -> row.getUUID(0))), ids));
  }

  private static List<UUID> without(Set<UUID> retried, List<UUID> ids) {
    List<UUID> left = new ArrayList<>(ids);
    left.removeIf(retried::contains);
    return left;
  }
}
