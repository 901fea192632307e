package io.anteroom.accept;

import io.anteroom.async.Gatherer;
import io.anteroom.task.Task;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Accepts tasks: task, first event and idempotency key in one statement, shared by the accepts that
 * arrive while another is under way. What it answers is committed. Thread-safe.
 */
@Singleton
public class TaskInsert {

  private static final int STATEMENTS_AT_ONCE = 4;

  /** A statement is in memory several times while it is sent. */
  private static final long BYTES_PER_STATEMENT = 2L * 1024 * 1024;

  private final Pool pool;
  private final IdempotencyKeys keys;
  private final RetriedRequests requests;
  private final String insert;
  private final Gatherer<NewTask, Optional<Task>> accepts;

  public TaskInsert(Pool pool, IdempotencyKeys keys, AcceptSettings settings) {
    this.pool = pool;
    this.keys = keys;
    this.requests = new RetriedRequests(pool);
    this.insert = insert(TaskInsertSql.expiresAfter(settings.idempotencyKeyRetention()));
    this.accepts =
        new Gatherer<>(
            settings.tasksPerStatement(),
            BYTES_PER_STATEMENT,
            task -> task.request() == null ? 0 : task.request().length(),
            STATEMENTS_AT_ONCE,
            this::write);
  }

  private static String insert(String expiry) {
    return "with "
        + TaskInsertSql.ASKED
        + """
        , keys as (
          insert into idempotency_key (client, key, fingerprint, task_id, expires_at)
          select client, key, fingerprint, id, %s
          from asked a where key is not null and %s order by client, key
          on conflict do nothing
          returning task_id),
        fresh as (
          select * from asked a
          where (a.key is null or exists (select from keys k where k.task_id = a.id)) and %s),
        """
            .formatted(expiry, TaskInsertSql.HAS_REQUEST, TaskInsertSql.HAS_REQUEST)
        + TaskInsertSql.tasks("null::uuid")
        + "select id, accepted_at, deadline_at from tasks";
  }

  /**
   * Accepts a task, or joins the one that its idempotency key already has.
   *
   * @return the task, committed; or the failure {@link IdempotencyKeyReusedException}, or {@link
   *     NotRetryableException} where the request of the task that it repeats is gone
   */
  public Uni<AcceptResult> accept(NewTask task) {
    return accepts
        .add(task)
        .chain(
            fresh ->
                fresh
                    .map(made -> Uni.createFrom().item(AcceptResult.newTask(made)))
                    .orElseGet(() -> join(task)));
  }

  /** Its key had something, or the request that it repeats was removed meanwhile. */
  private Uni<AcceptResult> join(NewTask task) {
    return requests.demand(
        List.of(task), () -> keys.join(task.client(), task.idempotency(), () -> accept(task)));
  }

  private Uni<List<Optional<Task>>> write(List<NewTask> batch) {
    return pool.preparedQuery(insert)
        .execute(NewTaskColumns.ALL.values(batch))
        .map(TaskInsert::byId)
        .map(rows -> batch.stream().map(task -> inserted(task, rows.get(task.id()))).toList());
  }

  private static Map<UUID, Row> byId(RowSet<Row> rows) {
    Map<UUID, Row> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.getUUID("id"), row));
    return byId;
  }

  /** Empty where the idempotency key had something already. */
  private static Optional<Task> inserted(NewTask task, Row row) {
    return Optional.ofNullable(row)
        .map(made -> task.accepted(instant(made, "accepted_at"), instant(made, "deadline_at")));
  }

  private static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }
}
