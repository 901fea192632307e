package io.anteroom.submit;

import io.anteroom.account.ClientWeight;
import io.anteroom.async.sql.Rows;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Which queued tasks are submitted next: the clients of an account take turns, by start-time fair
 * queueing (Goyal, Vin, Cheng 1996), for each kind of its own.
 *
 * <p>A task costs 1/weight of its client. The next task of a client starts where its last one
 * finished, but not before the clock; those with the smallest start tags go first, the older one of
 * two. So who comes back from idleness has neither saved nor owed anything: its first task is among
 * the next, however many tasks of others wait. Within a client the higher priority goes first, then
 * first come. Thread-safe.
 */
@Singleton
public class FairQueue {

  /** A replica that stops with the clock in its hands must not stop the others. */
  private static final Duration MAX_HOLD = Duration.ofSeconds(5);

  /**
   * Makes the clock where there is none, and locks it. Without JIT until the end of the
   * transaction: the planner cannot know that a batch is small, and would compile for longer than
   * it takes.
   */
  static final String LOCK =
      """
      insert into queue_clock (account, kind, now) values ($1, $2, 0)
      on conflict (account, kind) do update set now = queue_clock.now
      returning now, set_config('idle_in_transaction_session_timeout', $3, true),
        set_config('jit', 'off', true)
      """;

  /**
   * The clients that wait are found by a loose index scan, one step a client, in the whole order of
   * task_queued: any other index would hold what has ended, too. Rows are locked only once they are
   * chosen, and those that somebody is changing at the moment are passed over, as are those that
   * are held back for a while ({@link IntermediaryRefusalStore}). The first ones are marked whose
   * requests fit; a request that is large is read when its call leaves.
   */
  public static final String MARK =
      """
      with recursive waiting (client) as (
        (select t.client from task t
         where t.account = $1 and t.kind = $2 and t.phase = 'queued'
           and (t.not_before is null or t.not_before <= now())
         order by t.client, t.priority desc, t.id limit 1)
        union all
        select (select t.client from task t
                where t.account = $1 and t.kind = $2 and t.phase = 'queued' and t.client > w.client
                  and (t.not_before is null or t.not_before <= now())
                order by t.client, t.priority desc, t.id limit 1)
        from waiting w where w.client is not null),
      ready as (
        select w.client, greatest($5::float8, r.finish_time) as start, 1 / coalesce(s.weight, 1) as cost
        from waiting w
        left join queue_finish r on r.account = $1 and r.kind = $2 and r.client = w.client
        left join unnest($6::text[], $7::float8[]) as s (client, weight) on s.client = w.client
        where w.client is not null),
      next as (
        select q.id, c.client, c.cost, c.start + (q.place - 1) * c.cost as start
        from ready c
        cross join lateral (
          select t.id, row_number() over (order by t.priority desc, t.id) as place from task t
          where t.account = $1 and t.kind = $2 and t.client = c.client and t.phase = 'queued'
            and (t.not_before is null or t.not_before <= now())
          order by t.priority desc, t.id limit $3) q
        order by 4, 1 limit $3),
      free as (
        select t.id, t.request_size from task t
        where t.id = any (array(select id from next)) and t.phase = 'queued'
          and exists (select from replica where id = $4 and lease_until > clock_timestamp())
        for update skip locked),
      fits as (
        select n.id,
          sum(f.request_size) over (order by n.start, n.id) - f.request_size as before
        from next n join free f on f.id = n.id),
      marked as (
        update task t
        set phase = 'submitting', attempt = attempt + 1, lease_owner = $4, updated_at = now()
        from next n
        where t.id = any (array(select id from fits where before < $8::bigint)) and t.id = n.id
          and t.phase = 'queued'
        returning t.id, t.attempt, t.kind, t.request_size,
          case when t.request_size <= $9::int then t.request::text end as request, t.file_path, t.file_name,
          t.file_type, t.file_size, t.file_sha256, n.client as turn_of, n.start, n.cost),
      finished as (
        insert into queue_finish (account, kind, client, finish_time)
        select $1, $2, turn_of, max(start + cost) from marked group by turn_of order by turn_of
        on conflict (account, kind, client) do update set finish_time = excluded.finish_time),
      clock as (
        update queue_clock set now = greatest(now, (select max(start) from marked))
        where account = $1 and kind = $2 and exists (select from marked))
      select * from marked order by start, id
      """;

  /** Takes the next turn of a queue, in the caller's transaction: others wait until its end. */
  public Uni<QueueClock> next(SqlClient client, String account, TaskKind kind) {
    return next(client, account, kind, MAX_HOLD);
  }

  /** The server ends the session of a transaction that does nothing for this long. */
  Uni<QueueClock> next(SqlClient client, String account, TaskKind kind, Duration longestHold) {
    return client
        .preparedQuery(LOCK)
        .execute(Tuple.of(account, kind.label(), Long.toString(longestHold.toMillis())))
        .map(rows -> new QueueClock(account, kind, rows.iterator().next().getDouble("now")));
  }

  /**
   * Marks the next queued tasks as submitting, in the transaction that has the turn. A statement of
   * its own after the lock: it sees what those before it have taken.
   *
   * @param bytes how many their requests may have together, at least 1; the first one is always
   *     marked
   * @param owner the replica that will submit them; where its lease has ended nothing is marked
   * @param shares the weights of the clients; one that is not among them has the weight 1
   * @return the tasks in the order of their turns
   */
  public Uni<List<MarkedTask>> mark(
      SqlClient client,
      QueueClock queueClock,
      int max,
      long bytes,
      UUID owner,
      List<ClientWeight> shares) {
    Tuple values =
        Tuple.of(queueClock.account(), queueClock.kind().label(), max, owner, queueClock.clock())
            .addArrayOfString(shares.stream().map(ClientWeight::client).toArray(String[]::new))
            .addArrayOfDouble(shares.stream().map(ClientWeight::weight).toArray(Double[]::new))
            .addLong(bytes)
            .addInteger(MarkedTask.INLINE);
    return client
        .preparedQuery(MARK)
        .execute(values)
        .map(rows -> Rows.list(rows, MarkedTask::from));
  }
}
