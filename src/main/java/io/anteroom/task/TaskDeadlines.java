package io.anteroom.task;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * Ends tasks whose time is over: the deadline that its client asked for, from the accept, or the
 * longest time that one may run upstream, from the submit. Waiting in the queue counts for the
 * first only. Thread-safe.
 */
@Singleton
public class TaskDeadlines {

  private static final int AT_ONCE = 500;

  /** A submit that is under way is left alone until it has come to something. */
  static final String END =
      TaskTransitionSql.change(
          """
          late as (
            select id from task
            where deadline_at <= now() and phase <> 'ended' and phase <> 'submitting'
            order by deadline_at limit $1
            for update skip locked),
          overrun as (
            select id from task
            where phase in ('running', 'cancelling')
              and submitted_at <= now() - $2::bigint * interval '1 ms'
            order by submitted_at limit $1
            for update skip locked),
          due as (
            select id, true as late from late
            union all
            select id, false from overrun where id not in (select id from late)),
          """,
          """
            phase = 'ended', ended_at = now(), in_doubt_since = null,
            status = case when t.cancel_requested then 'CANCELLED' else 'FAILED' end,
            failure_reason = case
              when t.cancel_requested then 'cancelled'
              when due.late then 'deadline'
              else 'max-running' end,
            error = case
              when t.cancel_requested then 'the upstream did not confirm its cancel in time'
              when not due.late then 'it ran upstream for longer than is allowed (max-running)'
              when t.phase = 'queued' then 'its deadline passed before it was submitted'
              when t.phase = 'in_doubt' then
                'its deadline passed while its submit was in doubt: it may have happened'
              else 'its deadline passed while it ran upstream' end,
            event_no = t.event_no + 1, updated_at = now()
          from due
          where t.id = due.id
          """);

  private final Pool pool;
  private final Duration maxRunning;

  public TaskDeadlines(Pool pool, TaskSettings settings) {
    this.pool = pool;
    this.maxRunning = settings.maxRunning();
  }

  /** Ends those whose time is over, at most 1,000 at once; the changes are committed. */
  public Uni<List<TaskChange>> endOverdue() {
    return pool.preparedQuery(END)
        .execute(Tuple.of(AT_ONCE, maxRunning.toMillis()))
        .map(TaskChange::from);
  }
}
