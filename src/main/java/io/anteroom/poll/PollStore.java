package io.anteroom.poll;

import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFailure;
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
import java.util.stream.Stream;

/** The store's side of polling: which tasks to look at, and what the look showed. Thread-safe. */
@Singleton
public class PollStore {

  /**
   * Without locks: it is asked more often than there is something to look at. The clients are found
   * by a loose index scan, one step a client, and take turns: those of each that are due longest
   * come first, so that nobody's tasks are out of sight behind somebody else's. All together read
   * no more than a few times what is answered.
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
        select t.id, t.attempt, t.kind, t.phase, t.upstream_task_id, t.collection_id, t.status,
          t.polls, t.poll_one_by_one, t.cancel_requested, t.in_doubt_attempts, t.account, t.workload,
          floor(1000 * extract(epoch from now() - t.submitted_at))::bigint as age_ms,
          greatest(0, floor(1000 * extract(epoch from t.polled_at - t.submitted_at)))::bigint
            as polled_ms, t.next_poll_at, t.client, """
          + PollHistory.COLUMNS
          + """
      ,
          row_number() over (order by t.next_poll_at) as place
        from task t
        where t.account = $1 and t.client = c.client and t.phase in ('running', 'cancelling')
          and (t.not_before is null or t.not_before <= now())
        order by t.next_poll_at
        limit least($2::bigint, greatest(16, 4 * $2::bigint / (select count(*) from clients)))) q
      where c.client is not null
      order by q.place, q.next_poll_at
      limit $2::bigint
      """;

  /** Of two replicas that chose the same task the second finds it claimed, or looked at. */
  static final String CLAIM =
      """
      with chosen as (
        select t.id
        from unnest($1::uuid[], $2::bigint[]) as u (id, polled_ms)
        join task t on t.id = u.id
        where t.phase in ('running', 'cancelling')
          and (t.not_before is null or t.not_before <= now())
          and greatest(0, floor(1000 * extract(epoch from t.polled_at - t.submitted_at)))
              <= u.polled_ms
        order by t.id
        for update of t skip locked)
      update task t
      set not_before = now() + $3::bigint * interval '1 ms',
        next_poll_at = now() + $3::bigint * interval '1 ms', polls = polls + 1
      from chosen
      where t.id = chosen.id
      returning t.id
      """;

  /** What the look adds to the {@link PollHistory} of its task. */
  private static final String HISTORY =
      """
      unanswered_since = case s.showed when 'STATUS' then null when 'UNASKED' then t.unanswered_since
                     else coalesce(t.unanswered_since, now()) end,
      not_found_since = case s.showed when 'STATUS' then null
                     when 'ABSENT' then coalesce(t.not_found_since, now()) else t.not_found_since end,
      not_found_polls = case s.showed when 'STATUS' then 0
                     when 'ABSENT' then t.not_found_polls + 1 else t.not_found_polls end""";

  /** A status never goes back, whatever the order in which two looks arrive. */
  private static final String RECORD =
      TaskTransitionSql.change(
          """
          seen as (
            select u.*, t.status as old_status, t.upstream_status as old_word,
              t.upstream_note as old_note,
              case when u.showed <> 'STATUS' then coalesce(u.note, t.upstream_note) end as new_note,
              array_position(array['INITIALIZING', 'DOWNLOADING', 'UPLOADING', 'PROCESSING',
                                   'DONE', 'FAILED', 'CANCELLED'], u.status)
              < array_position(array['INITIALIZING', 'DOWNLOADING', 'UPLOADING', 'PROCESSING',
                                     'DONE', 'FAILED', 'CANCELLED'], t.status) as stale
            from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[],
                        $7::bool[], $8::bigint[], $9::bool[], $10::bigint[], $11::bigint[],
                         $12::int[], $13::text[], $14::text[], $15::text[])
                 as u (id, attempt, status, word, asset_id, error, alone, look_ms, ended,
                       seen_ms, pause_ms, error_status, failure_reason, showed, note)
            join task t on t.id = u.id and t.attempt = u.attempt
            where t.phase in ('running', 'cancelling')
            for update of t),
          waiting as (
            update task t set
              poll_one_by_one = s.alone, next_poll_at = now() + s.look_ms * interval '1 ms',
              not_before = now() + s.pause_ms * interval '1 ms',
              polled_at = greatest(t.polled_at, t.submitted_at + s.seen_ms * interval '1 ms'),
              %1$s
            from seen s
            where t.id = s.id and (s.stale or (s.status, coalesce(s.word, s.old_word), s.new_note)
                                   is not distinct from (s.old_status, s.old_word, s.old_note))),
          """
              .formatted(HISTORY),
          """
            status = s.status,
            upstream_status = coalesce(s.word, t.upstream_status),
            asset_id = coalesce(s.asset_id, t.asset_id),
            error = s.error,
            error_status = s.error_status,
            failure_reason = s.failure_reason,
            phase = case when s.ended then 'ended' else t.phase end,
            poll_one_by_one = s.alone,
            next_poll_at = case when not s.ended then now() + s.look_ms * interval '1 ms' end,
            not_before = now() + s.pause_ms * interval '1 ms',
            polled_at = greatest(t.polled_at, t.submitted_at + s.seen_ms * interval '1 ms'),
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

  /** Only stores its parts. */
  public PollStore(Pool pool) {
    this.pool = pool;
  }

  /** Tasks of an account that may be looked at now, those first that are due longest. */
  public Uni<List<RunningTask>> candidates(String account, int most) {
    return pool.preparedQuery(CANDIDATES)
        .execute(Tuple.of(account, most))
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
   * @param claim after which time they may be looked at again where no look is recorded
   * @return those that nobody else claimed or looked at in the meantime
   */
  public Uni<Set<UUID>> claim(SqlClient client, List<RunningTask> candidates, Duration claim) {
    return client
        .preparedQuery(CLAIM)
        .execute(
            Tuple.of(
                candidates.stream().map(RunningTask::id).toArray(UUID[]::new),
                candidates.stream().map(t -> t.lookedAt().toMillis()).toArray(Long[]::new),
                claim.toMillis()))
        .map(
            rows -> {
              Set<UUID> claimed = new HashSet<>();
              rows.forEach(row -> claimed.add(row.getUUID(0)));
              return claimed;
            });
  }

  /** Records looks; answers with the tasks whose status or upstream status changed. */
  public Uni<List<TaskChange>> record(List<PollResult> looks) {
    if (looks.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return pool.preparedQuery(RECORD).execute(columns(looks)).map(TaskChange::from);
  }

  private static Tuple columns(List<PollResult> looks) {
    return Tuple.tuple()
        .addArrayOfUUID(looks.stream().map(PollResult::task).toArray(UUID[]::new))
        .addArrayOfInteger(looks.stream().map(PollResult::attempt).toArray(Integer[]::new))
        .addArrayOfString(looks.stream().map(l -> l.status().name()).toArray(String[]::new))
        .addArrayOfString(looks.stream().map(PollResult::upstreamStatus).toArray(String[]::new))
        .addArrayOfString(looks.stream().map(PollResult::assetId).toArray(String[]::new))
        .addArrayOfString(failures(looks, TaskFailure::message).toArray(String[]::new))
        .addArrayOfBoolean(looks.stream().map(PollResult::pollAlone).toArray(Boolean[]::new))
        .addArrayOfLong(looks.stream().map(l -> l.nextLook().toMillis()).toArray(Long[]::new))
        .addArrayOfBoolean(looks.stream().map(l -> l.status().isTerminal()).toArray(Boolean[]::new))
        .addArrayOfLong(
            looks.stream()
                .map(l -> l.seenAt() == null ? null : l.seenAt().toMillis())
                .toArray(Long[]::new))
        .addArrayOfLong(looks.stream().map(l -> l.pause().toMillis()).toArray(Long[]::new))
        .addArrayOfInteger(failures(looks, TaskFailure::upstreamStatus).toArray(Integer[]::new))
        .addArrayOfString(failures(looks, f -> f.reason().label()).toArray(String[]::new))
        .addArrayOfString(looks.stream().map(l -> l.showed().name()).toArray(String[]::new))
        .addArrayOfString(looks.stream().map(PollResult::note).toArray(String[]::new));
  }

  private static <T> Stream<T> failures(List<PollResult> looks, Function<TaskFailure, T> part) {
    return looks.stream().map(l -> l.failure() == null ? null : part.apply(l.failure()));
  }
}
