package io.anteroom.poll;

import io.anteroom.async.sql.RowsParameter;
import io.anteroom.task.PollHistory;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.TaskTransitionSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Records in the database what polls changed. Thread-safe. */
@Singleton
public class PollStore {

  private static final RowsParameter<PollChange> CHANGES =
      new RowsParameter<PollChange>()
          .uuid("id", change -> change.result().task())
          .integer("attempt", change -> change.result().attempt())
          .text("status", change -> change.result().state().status().name())
          .text("word", change -> change.result().state().upstreamStatus())
          .text("asset_id", change -> change.result().state().assetId())
          .text("error", failure(TaskFailure::message))
          .integer("error_status", failure(TaskFailure::upstreamStatus))
          .text("failure_reason", failure(f -> f.reason().label()))
          .bool("ended", change -> change.result().state().status().isTerminal())
          .bool("alone", change -> change.result().pollAlone())
          .text("finding", change -> change.result().finding().name())
          .text("note", change -> change.result().note())
          .bigint("unanswered_ms", since(PollHistory::unansweredFor))
          .bigint("not_found_ms", since(PollHistory::notFoundFor))
          .integer("not_found_polls", change -> change.history().notFoundPolls());

  /** The {@link PollHistory} of the task, so that the next replica that polls it knows it. */
  private static final String HISTORY =
      """
      poll_one_by_one = s.alone,
              unanswered_since = now() - s.unanswered_ms * interval '1 ms',
              not_found_since = now() - s.not_found_ms * interval '1 ms',
              not_found_polls = s.not_found_polls\
      """;

  /** A status never goes back, whatever the order in which two polls are recorded. */
  private static final String RECORD =
      TaskTransitionSql.change(
          """
          seen as (
            select u.*, t.status as old_status, t.upstream_status as old_word,
              t.upstream_note as old_note,
              case when u.finding <> 'STATUS' then coalesce(u.note, t.upstream_note) end as new_note,
              array_position(%2$s, u.status) < array_position(%2$s, t.status) as stale
            from %3$s
            join task t on t.id = u.id and t.attempt = u.attempt
            where t.phase in ('running', 'cancelling')
            for update of t),
          no_event as (
            update task t set
              %1$s
            from seen s
            where t.id = s.id and (s.stale or (s.status, coalesce(s.word, s.old_word), s.new_note)
                                   is not distinct from (s.old_status, s.old_word, s.old_note))),
          """
              .formatted(HISTORY, TaskStatus.SQL_ORDER, CHANGES.unnest("u")),
          """
            status = s.status,
            upstream_status = coalesce(s.word, t.upstream_status),
            asset_id = coalesce(s.asset_id, t.asset_id),
            error = s.error,
            error_status = s.error_status,
            failure_reason = s.failure_reason,
            phase = case when s.ended then 'ended' else t.phase end,
            upstream_note = s.new_note,
            %1$s,
            event_no = t.event_no + 1,
            updated_at = now(),
            ended_at = case when s.ended then now() end
          from seen s
          where t.id = s.id and not s.stale
            and (s.status, coalesce(s.word, s.old_word), s.new_note)
                is distinct from (s.old_status, s.old_word, s.old_note)
          """
              .formatted(HISTORY));

  private final Pool pool;

  public PollStore(Pool pool) {
    this.pool = pool;
  }

  /** Records changes; answers with the tasks whose status, upstream status or note changed. */
  public Uni<List<TaskChange>> record(List<PollChange> changes) {
    if (changes.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return pool.preparedQuery(RECORD).execute(CHANGES.values(changes)).map(TaskChange::from);
  }

  private static <T> Function<PollChange, T> failure(Function<TaskFailure, T> part) {
    return change -> {
      TaskFailure failure = change.result().state().failure();
      return failure == null ? null : part.apply(failure);
    };
  }

  /** Null where it is zero: it has not begun. */
  private static Function<PollChange, Long> since(Function<PollHistory, Duration> part) {
    return change -> {
      Duration since = part.apply(change.history());
      return since.isZero() ? null : Long.valueOf(since.toMillis());
    };
  }
}
