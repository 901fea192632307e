package io.anteroom.task;

import io.anteroom.async.sql.ChangeScope;
import io.anteroom.async.sql.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** A cancel, as far as the database is concerned. Thread-safe. */
@Singleton
public class CancelRequests {

  private static final String OPEN = "phase <> 'ended' and not cancel_requested";

  private static final String REQUESTED =
      """
        phase = case t.phase when 'queued' then 'ended'
                             when 'running' then 'cancelling' else t.phase end,
        status = case t.phase when 'queued' then 'CANCELLED' else t.status end,
        ended_at = case t.phase when 'queued' then now() end,
        failure_reason = case t.phase when 'queued' then 'cancelled' end,
        cancel_requested = true,
        event_no = t.event_no + 1, updated_at = now()
      """;

  private static final String CANCEL =
      TaskTransitionSql.change("", REQUESTED + "where t.id = $1 and t.client = $2 and t." + OPEN);

  /**
   * Other statements change many tasks too, in orders of their own. So this one waits for the lock
   * of no task: what somebody has in hand is left.
   */
  private static final String CANCEL_BATCH =
      TaskTransitionSql.change(
          """
          found as (
            select id from task where batch = $1 and client = $2 and %s
            for update skip locked),
          """
              .formatted(OPEN),
          REQUESTED + "from found where t.id = found.id");

  private static final String LEFT =
      "select id from task where batch = $1 and client = $2 and " + OPEN;

  /**
   * What was asked for of a batch.
   *
   * @param changes the tasks that were changed
   * @param left those that somebody else was changing at that moment
   */
  public record OfBatch(List<TaskChange> changes, List<UUID> left) {

    /** Whether there was nothing to ask for. */
    public boolean isNothing() {
      return changes.isEmpty() && left.isEmpty();
    }
  }

  private final Pool pool;

  public CancelRequests(Pool pool) {
    this.pool = pool;
  }

  /**
   * Asks for the end of a task: a queued one ends at once, one that the upstream has or may have is
   * cancelled there by the engine. One that has ended is not changed.
   *
   * @param scope what else belongs to it
   */
  public Uni<List<TaskChange>> request(UUID task, String client, ChangeScope scope) {
    return scope.run(
        pool,
        sql -> sql.preparedQuery(CANCEL).execute(Tuple.of(task, client)).map(TaskChange::from),
        changes -> !changes.isEmpty());
  }

  /**
   * The same for the tasks of a batch. Those that are left are to be asked for one by one.
   *
   * @param scope what else belongs to it
   */
  public Uni<OfBatch> requestBatch(UUID batch, String client, ChangeScope scope) {
    return scope.run(pool, sql -> requestBatch(sql, batch, client), asked -> !asked.isNothing());
  }

  private static Uni<OfBatch> requestBatch(SqlClient sql, UUID batch, String client) {
    Tuple values = Tuple.of(batch, client);
    return sql.preparedQuery(CANCEL_BATCH)
        .execute(values)
        .map(TaskChange::from)
        .chain(
            changes ->
                sql.preparedQuery(LEFT)
                    .execute(values)
                    .map(rows -> new OfBatch(changes, Rows.list(rows, row -> row.getUUID(0)))));
  }
}
