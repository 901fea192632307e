package io.anteroom.cluster.database;

import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskTransitionSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Whether the database still has all that was committed. After a failover to a server that was
 * behind, or to an older copy of the data, it goes on with another history, and what was submitted
 * in the lost one is not marked any more. Thread-safe.
 */
@Singleton
public class DatabaseHistory {

  /** Where nothing was seen yet. */
  public static final String NOTHING = "0/0";

  private static final String ENTER =
      """
      insert into database_history as h (epoch) values (database_epoch())
      on conflict (one) do update set epoch = excluded.epoch where h.epoch = 'unknown'
      """;

  /** The columns of {@link Seen}, for a statement whose parameter is the farthest position seen. */
  private static final String COLUMNS =
      """
      database_moved() as moved, p.position < %s::text::pg_lsn as back,
        p.position::text as position, clock_timestamp()::text as at
      from (select database_position() as position) p
      """;

  private static final String OBSERVE = "select " + columns("$1");

  /** Of several replicas that see it one does it: the others find the row changed. */
  private static final String ADOPT =
      """
      update database_history set epoch = database_epoch(), adopted_at = clock_timestamp()
      where database_moved() or ($1::boolean and adopted_at <= $2::text::timestamptz)
      returning epoch
      """;

  /** What a replica remembers of the running tasks is of the lost history too. */
  private static final String NO_POLL_LEASE =
      "update poll_lease set owner = gen_random_uuid(), lease_until = now(), read_up_to = null";

  /**
   * What may have been submitted in the lost history: what is being submitted or in doubt, and of
   * each client's queue as much as two windows allow, or 10,000 tasks where nothing limits them.
   * The lost one may have gone on from any attempt: the next three are doubted too, and none of
   * their numbers is used again.
   */
  private static final String DOUBT =
      TaskTransitionSql.change(
          """
          queues as (
            select distinct account, kind, client from task where phase = 'queued'),
          suspects as (
            select id from task where phase in ('submitting', 'in_doubt')
            union all
            select t.id from queues q
            left join quota_class c on c.account = q.account and c.class = 'index.' || q.kind
            cross join lateral (
              select id from task
              where account = q.account and kind = q.kind and client = q.client and phase = 'queued'
              order by priority desc, id
              limit case when c.hold > interval '0' then 2 * c.slots else 10000 end) t),
          """,
          """
            phase = 'in_doubt', lease_owner = null,
            in_doubt_attempts = t.in_doubt_attempts
              || case when t.phase = 'queued' then '{}'::int[] else array[t.attempt] end
              || array[t.attempt + 1, t.attempt + 2, t.attempt + 3],
            attempt = t.attempt + 3,
            in_doubt_since = now(), checks = 0, next_check_at = now(),
            event_no = t.event_no + 1, updated_at = now()
          from suspects s
          where t.id = s.id and t.phase in ('queued', 'submitting', 'in_doubt')
          """);

  /**
   * What the database is now.
   *
   * @param moved whether it is another cluster or timeline than the replicas have taken note of
   * @param back whether it is not as far as it was before
   */
  public record Seen(boolean moved, boolean back, String position, String at) {

    /** Whether commits may be missing. */
    public boolean isOther() {
      return moved || back;
    }
  }

  private final Pool pool;

  public DatabaseHistory(Pool pool) {
    this.pool = pool;
  }

  /**
   * What a statement selects, as its last columns, to see the history in passing.
   *
   * @param before the statement's parameter with the farthest position that was seen
   */
  public static String columns(String before) {
    return COLUMNS.formatted(before);
  }

  /** Takes note of the first history. */
  public Uni<Void> enter() {
    return pool.query(ENTER).execute().replaceWithVoid();
  }

  /**
   * Observes it.
   *
   * @param before the farthest position that was seen, or {@link #NOTHING}
   */
  public Uni<Seen> observe(String before) {
    return pool.preparedQuery(OBSERVE)
        .execute(Tuple.of(before))
        .map(rows -> read(rows.iterator().next()));
  }

  /**
   * Takes note of another history, in the caller's transaction; false where another replica has.
   *
   * @param lastGood the time of the last observation that showed the former one; null where there
   *     was none
   */
  public Uni<Boolean> adopt(SqlClient client, Seen seen, String lastGood) {
    return client
        .preparedQuery(ADOPT)
        .execute(Tuple.of(seen.back() && lastGood != null, lastGood))
        .map(rows -> rows.size() > 0);
  }

  /**
   * Whatever may have been submitted in the lost history is in doubt, in the caller's transaction.
   */
  public Uni<List<TaskChange>> doubt(SqlClient client) {
    return client
        .query(NO_POLL_LEASE)
        .execute()
        .chain(() -> client.query(DOUBT).execute())
        .map(TaskChange::from);
  }

  /** What {@link #columns} selected. */
  public static Seen read(Row row) {
    return new Seen(
        row.getBoolean("moved"),
        row.getBoolean("back"),
        row.getString("position"),
        row.getString("at"));
  }
}
