package io.anteroom.task;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The store's side of polling: which tasks to look at, and what the look showed. Thread-safe. */
@Singleton
public class Looks {

  /** Another replica passes over the tasks until the claim runs out. */
  static final String CLAIM =
      """
      with due as (
        select id from task
        where account = $1 and phase in ('running', 'cancelling') and next_poll_at <= now()
          and (poll_alone or phase = 'cancelling') = $4
        order by next_poll_at
        limit $2
        for update skip locked)
      update task t
      set next_poll_at = now() + $3::bigint * interval '1 ms', polls = polls + 1
      from due
      where t.id = due.id
      returning t.id, t.attempt, t.kind, t.phase, t.upstream_task_id, t.collection_id, t.status,
        t.polls, t.poll_alone, t.cancel_requested,
        floor(1000 * extract(epoch from now() - t.submitted_at))::bigint as age_ms
      """;

  /** A status never goes back, whatever the order in which two looks arrive. */
  private static final String RECORD =
      Logged.change(
          """
          seen as (
            select u.*, t.status as old_status, t.upstream_status as old_word,
              array_position(array['INITIALIZING', 'DOWNLOADING', 'UPLOADING', 'PROCESSING',
                                   'DONE', 'FAILED', 'CANCELLED'], u.status)
              < array_position(array['INITIALIZING', 'DOWNLOADING', 'UPLOADING', 'PROCESSING',
                                     'DONE', 'FAILED', 'CANCELLED'], t.status) as stale
            from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[],
                        $7::bool[], $8::bigint[], $9::bool[])
                 as u (id, attempt, status, word, asset_id, error, alone, look_ms, ended)
            join task t on t.id = u.id and t.attempt = u.attempt
            where t.phase in ('running', 'cancelling')
            for update of t),
          waiting as (
            update task t set
              poll_alone = s.alone, next_poll_at = now() + s.look_ms * interval '1 ms'
            from seen s
            where t.id = s.id and (s.stale or (s.status, coalesce(s.word, s.old_word))
                                   is not distinct from (s.old_status, s.old_word))),
          """,
          """
          update task t set
            status = s.status,
            upstream_status = coalesce(s.word, t.upstream_status),
            asset_id = coalesce(s.asset_id, t.asset_id),
            error = s.error,
            phase = case when s.ended then 'ended' else t.phase end,
            poll_alone = s.alone,
            next_poll_at = case when not s.ended then now() + s.look_ms * interval '1 ms' end,
            event_no = t.event_no + 1,
            updated_at = now(),
            ended_at = case when s.ended then now() end
          from seen s
          where t.id = s.id and not s.stale
            and (s.status, coalesce(s.word, s.old_word))
                is distinct from (s.old_status, s.old_word)
          """);

  private final Pool pool;

  /** Only stores its parts. */
  public Looks(Pool pool) {
    this.pool = pool;
  }

  /**
   * Claims the tasks of an account whose look is due, longest due first, in the caller's
   * transaction.
   *
   * @param claim after which time they are due again where no look is recorded
   * @param alone whether to claim those that must be looked at alone, or those that a list shows
   */
  public Uni<List<Running>> claim(
      SqlClient client, String account, int most, Duration claim, boolean alone) {
    return client
        .preparedQuery(CLAIM)
        .execute(Tuple.of(account, most, claim.toMillis(), alone))
        .map(
            rows -> {
              List<Running> due = new ArrayList<>(rows.size());
              rows.forEach(row -> due.add(Running.from(row)));
              return due;
            });
  }

  /** Records looks; answers with the tasks whose status or upstream status changed. */
  public Uni<List<Changed>> record(List<Look> looks) {
    if (looks.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return pool.preparedQuery(RECORD).execute(columns(looks)).map(Changed::from);
  }

  private static Tuple columns(List<Look> looks) {
    return Tuple.tuple()
        .addArrayOfUUID(looks.stream().map(Look::task).toArray(UUID[]::new))
        .addArrayOfInteger(looks.stream().map(Look::attempt).toArray(Integer[]::new))
        .addArrayOfString(looks.stream().map(l -> l.status().name()).toArray(String[]::new))
        .addArrayOfString(looks.stream().map(Look::upstreamStatus).toArray(String[]::new))
        .addArrayOfString(looks.stream().map(Look::assetId).toArray(String[]::new))
        .addArrayOfString(looks.stream().map(Look::error).toArray(String[]::new))
        .addArrayOfBoolean(looks.stream().map(Look::pollAlone).toArray(Boolean[]::new))
        .addArrayOfLong(looks.stream().map(l -> l.nextLook().toMillis()).toArray(Long[]::new))
        .addArrayOfBoolean(
            looks.stream().map(l -> l.status().isTerminal()).toArray(Boolean[]::new));
  }
}
