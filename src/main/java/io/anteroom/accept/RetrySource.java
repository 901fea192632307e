package io.anteroom.accept;

import io.anteroom.task.StoredFile;
import io.anteroom.task.TaskKind;
import io.anteroom.task.Workload;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Reads what a task was accepted with, so that it can be accepted once more. Thread-safe. */
@Singleton
public class RetrySource {

  private static final String ORIGINAL =
      """
      select %s, request is not null as has_request,
        ceil(extract(epoch from deadline_at - accepted_at))::int as deadline_s
      from task
      where id = $1 and client = $2
      """
          .formatted(NewTaskColumns.STORED.names());

  /**
   * What a task was accepted with.
   *
   * @param task as it was asked for, under its own id, without its request
   * @param hasRequest whether its request is still kept
   */
  public record Original(NewTask task, boolean hasRequest) {}

  private final Pool pool;

  /** Only stores its parts. */
  public RetrySource(Pool pool) {
    this.pool = pool;
  }

  /**
   * The task as it was asked for; its deadline counts anew from the next accept. Empty where the
   * client has no such task.
   */
  public Uni<Optional<Original>> original(UUID id, String client) {
    return pool.preparedQuery(ORIGINAL).execute(Tuple.of(id, client)).map(RetrySource::read);
  }

  private static Optional<Original> read(RowSet<Row> rows) {
    return rows.size() == 0 ? Optional.empty() : Optional.of(original(rows.iterator().next()));
  }

  private static Original original(Row row) {
    return new Original(read(row), row.getBoolean("has_request"));
  }

  private static NewTask read(Row row) {
    return new NewTask(
        row.getUUID("id"),
        row.getString("client"),
        row.getString("account"),
        TaskKind.labelled(row.getString("kind")),
        row.getString("collection_id"),
        null,
        StoredFile.from(row),
        TaskOptions.from(row),
        null,
        null,
        new Workload(row.getString("workload")));
  }
}
