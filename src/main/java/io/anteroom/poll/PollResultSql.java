package io.anteroom.poll;

import io.anteroom.async.sql.RowsParameter;
import io.anteroom.task.PollHistory;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.TaskTransitionSql;
import java.util.function.Function;

/** The statement that records the results of polls. */
final class PollResultSql {

  static final RowsParameter<PollResult> RESULTS =
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

  private static final String NOTE =
      "case when u.finding <> 'STATUS' then coalesce(u.note, t.upstream_note) end";

  private static final String UNANSWERED =
      """
      case u.finding when 'STATUS' then null when 'NOT_POLLED' then t.unanswered_since
                else coalesce(t.unanswered_since, now()) end\
      """;

  private static final String NOT_FOUND =
      """
      case u.finding when 'STATUS' then null
                when 'NOT_FOUND' then coalesce(t.not_found_since, now())
                else t.not_found_since end\
      """;

  private static final String NOT_FOUND_POLLS =
      """
      case u.finding when 'STATUS' then 0 when 'NOT_FOUND' then t.not_found_polls + 1
                else t.not_found_polls end\
      """;

  /** What only polls need to know: {@link PollHistory}, and how the next poll is made. */
  private static final String HISTORY =
      """
      poll_one_by_one = u.alone, unanswered_since = %s,
              not_found_since = %s, not_found_polls = %s\
      """
          .formatted(UNANSWERED, NOT_FOUND, NOT_FOUND_POLLS);

  /** A reader sees another status, word or note; and the poll is not older than what is known. */
  private static final String IS_NEWS =
      """
      (array_position(%1$s, u.status) >= array_position(%1$s, t.status)
              and (u.status, coalesce(u.word, t.upstream_status), %2$s)
                is distinct from (t.status, t.upstream_status, t.upstream_note))\
      """
          .formatted(TaskStatus.SQL_ORDER, NOTE);

  /** The phase as an index has it: by a plan of an empty store the whole table would be read. */
  private static final String POLLED =
      "t.id = u.id and t.attempt = u.attempt and t.phase in ('running', 'cancelling')";

  /**
   * A status never goes back, whatever the order in which two polls are recorded. Where nothing
   * changes, nothing is written. Each comparison is one with the row as it is when it is changed:
   * so no lock is needed before, which the log would hold too. There is one result of a submit. An
   * end is news of each task that runs: only other results are looked for a second time.
   */
  static final String RECORD =
      TaskTransitionSql.polled(
          """
          polled as (select * from %1$s),
          no_event as (
            update task t set
              %2$s
            from polled u
            where not u.ended and %3$s and not %4$s
              and (t.poll_one_by_one, t.unanswered_since, t.not_found_since, t.not_found_polls)
                is distinct from (u.alone, %5$s,
                  %6$s, %7$s)),
          """
              .formatted(
                  RESULTS.unnest("u"),
                  HISTORY,
                  POLLED,
                  IS_NEWS,
                  UNANSWERED,
                  NOT_FOUND,
                  NOT_FOUND_POLLS),
          """
            status = u.status,
            upstream_status = coalesce(u.word, t.upstream_status),
            asset_id = coalesce(u.asset_id, t.asset_id),
            error = u.error,
            error_status = u.error_status,
            failure_reason = u.failure_reason,
            phase = case when u.ended then 'ended' else t.phase end,
            upstream_note = %1$s,
            %2$s,
            event_no = t.event_no + 1,
            updated_at = now(),
            ended_at = case when u.ended then now() end
          from polled u
          where %3$s and %4$s
          """
              .formatted(NOTE, HISTORY, POLLED, IS_NEWS));

  private PollResultSql() {}

  private static <T> Function<PollResult, T> failure(Function<TaskFailure, T> part) {
    return result -> result.state().failure() == null ? null : part.apply(result.state().failure());
  }
}
