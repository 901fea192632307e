package io.anteroom.submit;

import io.anteroom.account.ClientWeight;
import io.anteroom.async.sql.Rows;
import io.anteroom.quota.PermitGrant;
import io.anteroom.quota.PermitGrantSql;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  /** For the first time in the life of a queue. */
  private static final String MAKE =
      "insert into queue_clock (account, kind, now) values ($1, $2, 0) on conflict do nothing";

  /**
   * Locks the clock. Without JIT until the end of the transaction: the planner cannot know that a
   * batch is small, and would compile for longer than it takes.
   */
  static final String LOCK =
      """
      select now, set_config('idle_in_transaction_session_timeout', $3, true),
        set_config('jit', 'off', true)
      from queue_clock where account = $1 and kind = $2
      for update
      """;

  /** Marks, without permits. */
  public static final String MARK = FairQueueSql.mark();

  private static final int VALUES = 9;

  /** Takes permits and marks: as many as there are both of permits and of tasks. */
  public static final String CLAIM = FairQueueSql.claim(new PermitGrantSql(VALUES + 1));

  /** Takes the next turn of a queue, in the caller's transaction: others wait until its end. */
  public Uni<QueueClock> next(SqlClient client, String account, TaskKind kind) {
    return next(client, account, kind, MAX_HOLD);
  }

  /** The server ends the session of a transaction that does nothing for this long. */
  Uni<QueueClock> next(SqlClient client, String account, TaskKind kind, Duration longestHold) {
    return lock(client, account, kind, longestHold)
        .chain(
            locked ->
                locked.isPresent()
                    ? Uni.createFrom().item(locked)
                    : client
                        .preparedQuery(MAKE)
                        .execute(Tuple.of(account, kind.label()))
                        .chain(() -> lock(client, account, kind, longestHold)))
        .map(Optional::orElseThrow);
  }

  private static Uni<Optional<QueueClock>> lock(
      SqlClient client, String account, TaskKind kind, Duration longestHold) {
    return client
        .preparedQuery(LOCK)
        .execute(Tuple.of(account, kind.label(), Long.toString(longestHold.toMillis())))
        .map(
            rows ->
                Rows.list(rows, row -> new QueueClock(account, kind, row.getDouble("now"))).stream()
                    .findFirst());
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
    return client
        .preparedQuery(MARK)
        .execute(values(queueClock, max, bytes, owner, shares))
        .map(rows -> Rows.list(rows, MarkedTask::from));
  }

  /**
   * The same, with a permit for each: no task is marked without one, and none is taken for nothing.
   *
   * @param grant its request says how many to mark at most
   */
  Uni<ClaimedTasks> claim(
      SqlClient client,
      QueueClock queueClock,
      PermitGrant grant,
      long bytes,
      UUID owner,
      List<ClientWeight> shares) {
    Tuple values = values(queueClock, grant.request().max(), bytes, owner, shares);
    return client
        .preparedQuery(CLAIM)
        .execute(grant.addTo(values))
        .map(rows -> ClaimedTasks.from(rows, grant));
  }

  private static Tuple values(
      QueueClock queueClock, int max, long bytes, UUID owner, List<ClientWeight> shares) {
    return Tuple.of(queueClock.account(), queueClock.kind().label(), max, owner, queueClock.clock())
        .addArrayOfString(shares.stream().map(ClientWeight::client).toArray(String[]::new))
        .addArrayOfDouble(shares.stream().map(ClientWeight::weight).toArray(Double[]::new))
        .addLong(bytes)
        .addInteger(MarkedTask.INLINE);
  }
}
