package io.anteroom.reconcile;

import io.anteroom.async.sql.Rows;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.LongestHold;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskTransitionSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The database's side of tasks whose submit is in doubt. Thread-safe. */
@Singleton
public class InDoubtTasks {

  private static final int SUBMITS_WITHOUT_HOLD = 2;
  private static final int MAX_DOUBLINGS = 20;

  /**
   * How many submits of a task that may have happened are searched for. One that the upstream said
   * it did not process takes a second at least, so these last longer than a list lags.
   */
  private static final int MAX_MARKERS = 20;

  public static final String CLAIM =
      """
      with due as (
        select id from task
        where account = $1 and phase = 'in_doubt' and next_check_at <= now()
        order by next_check_at
        limit $2
        for update skip locked)
      update task t
      set next_check_at = now() + $3::bigint * interval '1 ms'
      from due
      where t.id = due.id
      returning %s, t.doubt
      """
          .formatted(RunningTask.columns("t.in_doubt_since"));

  private static final String FOUND =
      TaskTransitionSql.change(
          "",
          """
            phase = case when t.cancel_requested then 'cancelling' else 'running' end,
            upstream_task_id = $3,
            submitted_at = coalesce(t.in_doubt_since, now()),
            in_doubt_since = null,
            event_no = t.event_no + 1, updated_at = now()
          where t.id = $1 and t.attempt = $2 and t.phase = 'in_doubt'
          """);

  private static final String ABSENT =
      TaskTransitionSql.change(
          "",
          """
            phase = case when t.cancel_requested then 'ended' else 'queued' end,
            status = case when t.cancel_requested then 'CANCELLED' else t.status end,
            ended_at = case when t.cancel_requested then now() end,
            failure_reason = case when t.cancel_requested then 'cancelled' end,
            in_doubt_since = null,
            absent_submits = t.absent_submits + case when $3::bool then 1 else 0 end,
            not_before = case
              when $3::bool and t.absent_submits >= $6
              then now() + (0.5 + random() / 2) * interval '1 ms'
                * least($5::bigint, $4::bigint * power(2, least(t.absent_submits - $6, $7::int)))
              else t.not_before end,
            in_doubt_attempts =
              t.in_doubt_attempts[greatest(1, cardinality(t.in_doubt_attempts) - $8 + 1):],
            event_no = t.event_no + 1, updated_at = now()
          where t.id = $1 and t.attempt = $2 and t.phase = 'in_doubt'
          """);

  private static final String GIVE_UP =
      TaskTransitionSql.change(
          "",
          """
            phase = 'ended', ended_at = now(), error = $3, error_status = $4,
            failure_reason = case when t.cancel_requested then 'cancelled' else $5 end,
            status = case when t.cancel_requested then 'CANCELLED' else 'FAILED' end,
            in_doubt_since = null,
            event_no = t.event_no + 1, updated_at = now()
          where t.id = $1 and t.attempt = $2 and t.phase = 'in_doubt'
          """);

  private static final String LOOK_AGAIN =
      """
      update task set next_check_at = now() + $2::bigint * interval '1 ms'
      where id = any($1::uuid[]) and phase = 'in_doubt'
      """;

  private static final String COUNT_LOOK =
      """
      update task set next_check_at = now() + $2::bigint * interval '1 ms', checks = checks + 1
      where id = $1 and attempt = $3 and phase = 'in_doubt'
      """;

  private final Pool pool;

  public InDoubtTasks(Pool pool) {
    this.pool = pool;
  }

  /** Claims tasks in doubt whose next check is due. */
  public Uni<List<InDoubtTask>> claim(String account, int max, Duration claim) {
    return pool.preparedQuery(CLAIM)
        .execute(Tuple.of(account, max, claim.toMillis()))
        .map(rows -> Rows.list(rows, InDoubtTasks::read));
  }

  private static InDoubtTask read(Row row) {
    return new InDoubtTask(RunningTask.from(row), InDoubtReason.labelled(row.getString("doubt")));
  }

  /** The upstream has it: it runs. */
  public Uni<List<TaskChange>> found(RunningTask task, String upstreamTaskId) {
    return pool.preparedQuery(FOUND)
        .execute(Tuple.of(task.id(), task.attempt(), upstreamTaskId))
        .map(TaskChange::from);
  }

  /**
   * The upstream surely does not have it: it goes back to the queue, or ends if it was cancelled. A
   * request that the upstream fails each time would else be submitted for ever at the pace of the
   * checks. So from its third such submit on it is held back for longer each time; not where the
   * upstream said itself when to come again.
   *
   * <p>Its markers are searched for still, in case that this was wrong. That too is bounded: only
   * the newest submits are kept, since what is older has had its checks.
   *
   * @param firstHold for how long it is held back after the third
   */
  public Uni<List<TaskChange>> absent(InDoubtTask doubted, Duration firstHold) {
    RunningTask task = doubted.task();
    return pool.preparedQuery(ABSENT)
        .execute(
            Tuple.from(
                List.of(
                    task.id(),
                    task.attempt(),
                    doubted.doubt() != InDoubtReason.UNPROCESSED,
                    firstHold.toMillis(),
                    LongestHold.AFTER_DOUBT.toMillis(),
                    SUBMITS_WITHOUT_HOLD,
                    MAX_DOUBLINGS,
                    MAX_MARKERS)))
        .map(TaskChange::from);
  }

  /** It will never be known: the task ends as FAILED, or CANCELLED if that was asked for. */
  public Uni<List<TaskChange>> giveUp(RunningTask task, TaskFailure failure) {
    return pool.preparedQuery(GIVE_UP)
        .execute(
            Tuple.of(
                task.id(),
                task.attempt(),
                failure.message(),
                failure.upstreamStatus(),
                failure.reason().label()))
        .map(TaskChange::from);
  }

  /** The upstream was asked and did not show it; counts as one check, and checks again later. */
  public Uni<Void> absentAtThisLook(RunningTask task, Duration later) {
    return pool.preparedQuery(COUNT_LOOK)
        .execute(Tuple.of(task.id(), later.toMillis(), task.attempt()))
        .replaceWithVoid();
  }

  /** The upstream could not be asked: checks again later. */
  public Uni<Void> checkAgain(List<UUID> tasks, Duration later) {
    return pool.preparedQuery(LOOK_AGAIN)
        .execute(Tuple.of(tasks.toArray(UUID[]::new), later.toMillis()))
        .replaceWithVoid();
  }
}
