package io.anteroom.poll;

import io.anteroom.async.sql.RowsParameter;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.TaskTransitionSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** The database's side of polling: which tasks to poll, and what the polls found. Thread-safe. */
@Singleton
public class PollStore {

  /**
   * A task's age at the last poll that told something; zero where there was none since its submit.
   */
  private static final String POLLED_MS =
      "greatest(0, floor(1000 * extract(epoch from t.polled_at - t.submitted_at)))::bigint";

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
          .bigint("polled_ms", result -> millis(result.state().polledAt()))
          .bool("alone", PollResult::pollAlone)
          .bigint("pause_ms", result -> millis(result.pause()))
          .bigint("next_poll_ms", result -> millis(result.nextPoll()))
          .text("finding", result -> result.finding().name())
          .text("note", PollResult::note);

  /**
   * Without locks: it is asked more often than there is something to poll. The clients are found by
   * a loose index scan, one step a client. The tasks of each that are due longest come first, so
   * that no client's tasks are hidden behind those of another. All together no more than a few
   * times the tasks that are returned are read.
   */
  public static final String CANDIDATES =
      """
      with recursive clients (client) as (
        (select t.client from task t
         where t.account = $1 and t.phase in ('running', 'cancelling')
         order by t.client limit 1)
        union all
        select (select t.client from task t
                where t.account = $1 and t.phase in ('running', 'cancelling')
                  and t.client > c.client
                order by t.client limit 1)
        from clients c where c.client is not null)
      select q.*
      from clients c
      cross join lateral (
        select %s, t.next_poll_at,
          row_number() over (order by t.next_poll_at) as place
        from task t
        where t.account = $1 and t.client = c.client and t.phase in ('running', 'cancelling')
          and (t.not_before is null or t.not_before <= now())
        order by t.next_poll_at
        limit least($2::bigint, greatest(16, 4 * $2::bigint / (select count(*) from clients)))) q
      where c.client is not null
      order by q.place, q.next_poll_at
      limit $2::bigint
      """
          .formatted(RunningTask.columns("t.submitted_at", POLLED_MS));

  /** Of two replicas that chose the same task the second finds it claimed, or polled. */
  static final String CLAIM =
      """
      with chosen as (
        select t.id
        from unnest($1::uuid[], $2::bigint[]) as u (id, polled_ms)
        join task t on t.id = u.id
        where t.phase in ('running', 'cancelling')
          and (t.not_before is null or t.not_before <= now())
          and %s <= u.polled_ms
        order by t.id
        for update of t skip locked)
      update task t
      set not_before = now() + $3::bigint * interval '1 ms',
        next_poll_at = now() + $3::bigint * interval '1 ms', polls = polls + 1
      from chosen
      where t.id = chosen.id
      returning t.id
      """
          .formatted(POLLED_MS);

  /** What the poll adds to the {@link PollHistory} of its task. */
  private static final String HISTORY =
      """
      unanswered_since = case s.finding when 'STATUS' then null when 'NOT_POLLED' then t.unanswered_since
                     else coalesce(t.unanswered_since, now()) end,
      not_found_since = case s.finding when 'STATUS' then null
                     when 'NOT_FOUND' then coalesce(t.not_found_since, now()) else t.not_found_since end,
      not_found_polls = case s.finding when 'STATUS' then 0
                     when 'NOT_FOUND' then t.not_found_polls + 1 else t.not_found_polls end\
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
          waiting as (
            update task t set
              poll_one_by_one = s.alone, next_poll_at = now() + s.next_poll_ms * interval '1 ms',
              not_before = now() + s.pause_ms * interval '1 ms',
              polled_at = greatest(t.polled_at, t.submitted_at + s.polled_ms * interval '1 ms'),
              %1$s
            from seen s
            where t.id = s.id and (s.stale or (s.status, coalesce(s.word, s.old_word), s.new_note)
                                   is not distinct from (s.old_status, s.old_word, s.old_note))),
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
            poll_one_by_one = s.alone,
            next_poll_at = case when not s.ended then now() + s.next_poll_ms * interval '1 ms' end,
            not_before = now() + s.pause_ms * interval '1 ms',
            polled_at = greatest(t.polled_at, t.submitted_at + s.polled_ms * interval '1 ms'),
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

  /** Tasks of an account that may be polled now, those first that are due longest. */
  public Uni<List<RunningTask>> candidates(String account, int max) {
    return pool.preparedQuery(CANDIDATES)
        .execute(Tuple.of(account, max))
        .map(
            rows -> {
              List<RunningTask> candidates = new ArrayList<>(rows.size());
              rows.forEach(row -> candidates.add(RunningTask.from(row)));
              return candidates;
            });
  }

  /**
   * Claims candidates in the caller's transaction.
   *
   * @param claim after which time they may be polled again where no poll is recorded
   * @return those that no other replica claimed or polled in the meantime
   */
  public Uni<Set<UUID>> claim(SqlClient client, List<RunningTask> candidates, Duration claim) {
    return client
        .preparedQuery(CLAIM)
        .execute(
            Tuple.of(
                candidates.stream().map(RunningTask::id).toArray(UUID[]::new),
                candidates.stream().map(t -> t.polledAt().toMillis()).toArray(Long[]::new),
                claim.toMillis()))
        .map(
            rows -> {
              Set<UUID> claimed = new HashSet<>();
              rows.forEach(row -> claimed.add(row.getUUID(0)));
              return claimed;
            });
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

  private static Long millis(Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
