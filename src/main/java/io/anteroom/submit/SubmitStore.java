package io.anteroom.submit;

import io.anteroom.async.Gatherer;
import io.anteroom.async.StatementTimeout;
import io.anteroom.async.sql.RowsParameter;
import io.anteroom.task.SubmitAttempt;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskTransitionSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Records in the database what a submit that is marked came to. Thread-safe. */
@Singleton
public class SubmitStore {

  private static final String PUT_BACK =
      TaskTransitionSql.changeOrPutBack(
          """
            phase = case when t.cancel_requested then 'ended' else 'queued' end,
            status = case when t.cancel_requested then 'CANCELLED' else t.status end,
            ended_at = case when t.cancel_requested then now() end,
            failure_reason = case when t.cancel_requested then 'cancelled' end,
            event_no = t.event_no + case when t.cancel_requested then 1 else 0 end,
            lease_owner = null, updated_at = now()
          where t.account = $1 and t.kind = $2 and t.phase = 'submitting' and t.lease_owner = $3
            and (t.id, t.attempt) in (select * from unnest($4::uuid[], $5::int[]))
          """);

  private static final String DOUBT =
      TaskTransitionSql.change(
          "",
          """
            phase = 'in_doubt', doubt = 'lost', in_doubt_since = now(), checks = 0,
            in_doubt_attempts = t.in_doubt_attempts || t.attempt, next_check_at = now(),
            lease_owner = null, event_no = t.event_no + 1, updated_at = now()
          where t.account = $1 and t.kind = $2 and t.phase = 'submitting' and t.lease_owner = $3
            and (t.id, t.attempt) not in (select * from unnest($4::uuid[], $5::int[]))
          """);

  private static final RowsParameter<SubmitResult> RESULTS =
      new RowsParameter<SubmitResult>()
          .uuid("id", SubmitResult::task)
          .integer("attempt", SubmitResult::attempt)
          .uuid("owner", SubmitResult::owner)
          .text("phase", result -> result.phase().label())
          .text("upstream_task_id", SubmitResult::upstreamTaskId)
          .text("error", ofFailure(TaskFailure::message))
          .integer("error_status", ofFailure(TaskFailure::upstreamStatus))
          .text("failure_reason", ofFailure(failure -> failure.reason().label()))
          .bigint("next_check_ms", result -> millis(result.untilNextCheck()))
          .text("doubt", result -> result.doubt() == null ? null : result.doubt().label());

  /**
   * A result counts only while the lease is the writer's: a fenced replica changes nothing. Nor
   * does a result that is told again because the answer to its first telling was lost: the task may
   * have been marked anew by then, under the next attempt.
   */
  private static final String RECORD =
      TaskTransitionSql.changeOrPutBack(
          """
            phase = case
              when u.phase = 'running' and t.cancel_requested then 'cancelling'
              when u.phase = 'queued' and t.cancel_requested then 'ended'
              else u.phase end,
            status = case
              when u.phase = 'ended' then 'FAILED'
              when u.phase = 'queued' and t.cancel_requested then 'CANCELLED'
              else t.status end,
            upstream_task_id = coalesce(u.upstream_task_id, t.upstream_task_id),
            submitted_at = case when u.phase = 'running' then now() else t.submitted_at end,
            in_doubt_since = case when u.phase = 'in_doubt' then now() end,
            doubt = u.doubt,
            error = u.error,
            error_status = u.error_status,
            failure_reason = case
              when u.phase = 'queued' and t.cancel_requested then 'cancelled'
              else u.failure_reason end,
            next_check_at = case
              when u.phase = 'in_doubt' then now() + u.next_check_ms * interval '1 ms' end,
            checks = 0,
            lease_owner = null,
            intermediary_refused_since = case
              when u.phase = 'queued' then t.intermediary_refused_since end,
            intermediary_refusals = case
              when u.phase = 'queued' then t.intermediary_refusals else 0 end,
            in_doubt_attempts = case when u.phase = 'in_doubt'
              then t.in_doubt_attempts || t.attempt else t.in_doubt_attempts end,
            event_no = t.event_no + case when u.phase = 'queued' and not t.cancel_requested
                                         then 0 else 1 end,
            updated_at = now(),
            ended_at = case when u.phase = 'ended' or u.phase = 'queued' and t.cancel_requested
                            then now() end
          from %s
          where t.id = u.id and t.attempt = u.attempt and t.lease_owner = u.owner
            and t.phase = 'submitting'
          """
              .formatted(RESULTS.unnest("u")));

  private static final String REQUEST = "select request::text as request from task where id = $1";

  private final Pool pool;
  private final Gatherer<SubmitResult, Optional<TaskChange>> results;

  public SubmitStore(Pool pool) {
    this.pool = pool;
    this.results = new Gatherer<>(200, 2, this::write);
  }

  /**
   * Puts marks of a replica of which it is certain that their calls never left back into the queue;
   * a task that is to be cancelled ends.
   */
  public Uni<List<TaskChange>> putBack(
      String account, TaskKind kind, UUID owner, Collection<SubmitAttempt> neverSent) {
    return change(PUT_BACK, account, kind, owner, neverSent);
  }

  /**
   * The marks of a replica that are not among those that it knows of are in doubt, since their
   * calls may have left: after a crash of Postgres that forgot the result of a submit, say.
   */
  public Uni<List<TaskChange>> doubtOthers(
      String account, TaskKind kind, UUID owner, Collection<SubmitAttempt> known) {
    return change(DOUBT, account, kind, owner, known);
  }

  private Uni<List<TaskChange>> change(
      String statement,
      String account,
      TaskKind kind,
      UUID owner,
      Collection<SubmitAttempt> submits) {
    List<SubmitAttempt> list = List.copyOf(submits);
    UUID[] tasks = list.stream().map(SubmitAttempt::task).toArray(UUID[]::new);
    Integer[] numbers = list.stream().map(SubmitAttempt::number).toArray(Integer[]::new);
    return pool.preparedQuery(statement)
        .execute(Tuple.of(account, kind.label(), owner, tasks, numbers))
        .map(TaskChange::from);
  }

  /** The request of a task that is marked; a failure where it is not there. */
  public Uni<String> request(UUID task) {
    return StatementTimeout.of(pool.preparedQuery(REQUEST).execute(Tuple.of(task)))
        .map(rows -> rows.iterator().next().getString("request"));
  }

  /** Records a result; empty where the lease was lost in the meantime ({@link LateResultStore}). */
  public Uni<Optional<TaskChange>> record(SubmitResult result) {
    return results.add(result);
  }

  private Uni<List<Optional<TaskChange>>> write(List<SubmitResult> batch) {
    return pool.preparedQuery(RECORD)
        .execute(RESULTS.values(batch))
        .map(TaskChange::from)
        .map(changes -> inOrder(batch, changes));
  }

  private static Long millis(Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  private static <V> Function<SubmitResult, V> ofFailure(Function<TaskFailure, V> getter) {
    return result -> result.failure() == null ? null : getter.apply(result.failure());
  }

  private static List<Optional<TaskChange>> inOrder(
      List<SubmitResult> batch, List<TaskChange> changes) {
    Map<UUID, TaskChange> byId = new HashMap<>();
    changes.forEach(change -> byId.put(change.id(), change));
    return batch.stream().map(r -> Optional.ofNullable(byId.get(r.task()))).toList();
  }
}
