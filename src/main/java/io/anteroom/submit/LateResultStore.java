package io.anteroom.submit;

import io.anteroom.task.InDoubtReason;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskTransitionSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;

/**
 * Records the result of a submit that no longer holds its task: its lease ended, and the task is in
 * doubt, or has moved on. The number of the attempt fences it: a definite result says what became
 * of its own submit, whoever owns the task now, and nothing of any other. A result that is told
 * twice changes nothing the second time. Thread-safe.
 */
@Singleton
public class LateResultStore {

  /**
   * The upstream has it. A later submit of the task may be under way or in doubt: it becomes one of
   * those that may have happened, whose assets are searched for and removed, and its own result
   * comes here too. An attempt that the database forgot, with a commit that a failover lost, counts
   * as well.
   */
  private static final String ACCEPTED =
      TaskTransitionSql.change(
          "",
          """
            phase = case when t.cancel_requested then 'cancelling' else 'running' end,
            upstream_task_id = $3,
            submitted_at = coalesce(t.in_doubt_since, now()),
            in_doubt_since = null, doubt = null, lease_owner = null,
            attempt = greatest(t.attempt, $2),
            in_doubt_attempts = array(
              select distinct a from unnest(t.in_doubt_attempts || array[$2::int,
                case when t.phase = 'submitting' then t.attempt else $2::int end]) as a order by 1),
            event_no = t.event_no + 1, updated_at = now()
          where t.id = $1 and t.phase in ('submitting', 'in_doubt', 'queued')
            and t.upstream_task_id is null
          """);

  private static final String FOLLOWED =
      """
      select upstream_task_id is null as unknown, upstream_task_id = $2 as same, phase = 'ended' as ended
      from task where id = $1
      """;

  /** It did not happen: a refusal ends the task also where it waits for its next submit. */
  private static final String DID_NOT_HAPPEN =
      TaskTransitionSql.change(
          "",
          """
            phase = case when $3::text = 'ended' or t.cancel_requested then 'ended' else 'queued' end,
            status = case when $3::text = 'ended' then 'FAILED'
                          when t.cancel_requested then 'CANCELLED' else t.status end,
            ended_at = case when $3::text = 'ended' or t.cancel_requested then now() end,
            error = $4, error_status = $5,
            failure_reason = case when $3::text = 'ended' then $6
                                  when t.cancel_requested then 'cancelled' end,
            in_doubt_since = null, doubt = null,
            in_doubt_attempts = array_remove(t.in_doubt_attempts, $2),
            event_no = t.event_no + 1, updated_at = now()
          where t.id = $1 and t.attempt = $2 and t.upstream_task_id is null
            and (t.phase = 'in_doubt' or t.phase = 'queued' and $3::text = 'ended')
          """);

  private static final String NOT_DOUBTED =
      """
      update task set in_doubt_attempts = array_remove(in_doubt_attempts, $2)
      where id = $1 and $2 = any (in_doubt_attempts)
      """;

  /** The doubt is a smaller one than it seemed: it begins anew, with the grace of its own kind. */
  private static final String ANSWERED =
      """
      update task set doubt = $3, in_doubt_since = now(), checks = 0,
        next_check_at = now() + $4::bigint * interval '1 ms'
      where id = $1 and attempt = $2 and phase = 'in_doubt' and doubt = 'lost'
      """;

  private final Pool pool;

  public LateResultStore(Pool pool) {
    this.pool = pool;
  }

  /** Records it; what follows from it is for the caller to do. */
  public Uni<LateResult> record(SubmitResult result) {
    return switch (result.phase()) {
      case RUNNING -> accepted(result);
      case IN_DOUBT -> inDoubt(result);
      default -> result.isByIntermediary() ? nothing() : didNotHappen(result);
    };
  }

  private Uni<LateResult> accepted(SubmitResult result) {
    return pool.preparedQuery(ACCEPTED)
        .execute(Tuple.of(result.task(), result.attempt(), result.upstreamTaskId()))
        .map(TaskChange::from)
        .chain(changes -> changes.isEmpty() ? followed(result) : settled(changes));
  }

  private Uni<LateResult> followed(SubmitResult result) {
    return pool.preparedQuery(FOLLOWED)
        .execute(Tuple.of(result.task(), result.upstreamTaskId()))
        .map(LateResultStore::followed);
  }

  private static LateResult followed(RowSet<Row> rows) {
    if (rows.size() == 0) {
      return new LateResult.Nothing();
    }
    Row row = rows.iterator().next();
    if (row.getBoolean("unknown")) {
      return row.getBoolean("ended") ? new LateResult.EndedBefore() : new LateResult.Nothing();
    }
    return row.getBoolean("same") ? new LateResult.Nothing() : new LateResult.SecondAsset();
  }

  private Uni<LateResult> didNotHappen(SubmitResult result) {
    return pool.preparedQuery(DID_NOT_HAPPEN)
        .execute(
            Tuple.of(
                result.task(),
                result.attempt(),
                result.phase().label(),
                failure(result, TaskFailure::message),
                failure(result, TaskFailure::upstreamStatus),
                failure(result, f -> f.reason().label())))
        .map(TaskChange::from)
        .chain(changes -> changes.isEmpty() ? notDoubted(result) : settled(changes));
  }

  private static <T> T failure(SubmitResult result, Function<TaskFailure, T> part) {
    return result.failure() == null ? null : part.apply(result.failure());
  }

  private Uni<LateResult> notDoubted(SubmitResult result) {
    return pool.preparedQuery(NOT_DOUBTED)
        .execute(Tuple.of(result.task(), result.attempt()))
        .replaceWith(new LateResult.Nothing());
  }

  private Uni<LateResult> inDoubt(SubmitResult result) {
    if (result.doubt() == InDoubtReason.LOST) {
      return nothing();
    }
    return pool.preparedQuery(ANSWERED)
        .execute(
            Tuple.of(
                result.task(),
                result.attempt(),
                result.doubt().label(),
                result.untilNextCheck().toMillis()))
        .replaceWith(new LateResult.Nothing());
  }

  /** It proves nothing: the markers are searched for as if it had not come. */
  private static Uni<LateResult> nothing() {
    return Uni.createFrom().item(new LateResult.Nothing());
  }

  private static Uni<LateResult> settled(List<TaskChange> changes) {
    return Uni.createFrom().item(new LateResult.Settled(changes.get(0)));
  }
}
