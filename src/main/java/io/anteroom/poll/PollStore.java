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
import java.util.List;
import java.util.function.Function;

/** Records in the database what polls changed. Thread-safe. */
@Singleton
public class PollStore {

  private static final RowsParameter<PollResult> RESULTS =
      new RowsParameter<PollResult>()
          .uuid("id", PollResult::task)
          .integer("attempt", PollResult::attempt)
          .text("status", result -> result.state().status().name())
          .text("word", result -> result.state().upstreamStatus())
          .text("asset_id", result -> result.state().assetId())
          .text("error", failure(TaskFailure::message))
          .integer("error_status", failure(TaskFailure::upstreamStatus))
          .text("failure_reason", failure(f -> f.reason().label()))
          .bool("ended", result -> result.state().status().isTerminal())
          .bool("alone", PollResult::pollAlone)
          .text("finding", result -> result.finding().name())
          .text("note", PollResult::note);

  /** What only polls need to know: {@link PollHistory}, and how the next poll is made. */
  private static final String HISTORY =
      """
      poll_one_by_one = s.alone, unanswered_since = s.new_unanswered,
              not_found_since = s.new_not_found, not_found_polls = s.new_not_found_polls\
      """;

  /**
   * A status never goes back, whatever the order in which two polls are recorded. Where nothing
   * changes, nothing is written.
   */
  private static final String RECORD =
      TaskTransitionSql.change(
          """
          seen as (
            select u.*, t.status as old_status, t.upstream_status as old_word,
              t.upstream_note as old_note,
              case when u.finding <> 'STATUS' then coalesce(u.note, t.upstream_note) end as new_note,
              case u.finding when 'STATUS' then null when 'NOT_POLLED' then t.unanswered_since
                else coalesce(t.unanswered_since, now()) end as new_unanswered,
              case u.finding when 'STATUS' then null
                when 'NOT_FOUND' then coalesce(t.not_found_since, now())
                else t.not_found_since end as new_not_found,
              case u.finding when 'STATUS' then 0 when 'NOT_FOUND' then t.not_found_polls + 1
                else t.not_found_polls end as new_not_found_polls,
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
                                   is not distinct from (s.old_status, s.old_word, s.old_note))
              and (t.poll_one_by_one, t.unanswered_since, t.not_found_since, t.not_found_polls)
                is distinct from (s.alone, s.new_unanswered, s.new_not_found, s.new_not_found_polls)),
          """
              .formatted(HISTORY, TaskStatus.SQL_ORDER, RESULTS.unnest("u")),
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

  /** Records polls; answers with the tasks whose status or upstream status changed. */
  public Uni<List<TaskChange>> record(List<PollResult> results) {
    if (results.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return pool.preparedQuery(RECORD).execute(RESULTS.values(results)).map(TaskChange::from);
  }

  private static <T> Function<PollResult, T> failure(Function<TaskFailure, T> part) {
    return result -> result.state().failure() == null ? null : part.apply(result.state().failure());
  }
}
