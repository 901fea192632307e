package io.anteroom.task;

import io.anteroom.async.sql.ChangeScope;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** A cancel, as far as the database is concerned. Thread-safe. */
@Singleton
public class CancelRequests {

  private static final String CANCEL =
      TaskTransitionSql.change(
          "",
          """
            phase = case t.phase when 'queued' then 'ended'
                                 when 'running' then 'cancelling' else t.phase end,
            status = case t.phase when 'queued' then 'CANCELLED' else t.status end,
            ended_at = case t.phase when 'queued' then now() end,
            failure_reason = case t.phase when 'queued' then 'cancelled' end,
            cancel_requested = true,
            event_no = t.event_no + 1, updated_at = now()
          where t.id = $1 and t.client = $2 and t.phase <> 'ended' and not t.cancel_requested
          """);

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
}
