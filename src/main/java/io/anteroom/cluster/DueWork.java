package io.anteroom.cluster;

import io.anteroom.cluster.database.DatabaseHistory;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskSettings;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What there is to do, by one statement. Thread-safe. */
@Singleton
public class DueWork {

  /**
   * In the order of the index, and with {@code offset 0}, one row of it answers. Without them the
   * planner may read all that wait, or even all that ended.
   */
  public static final String ASK =
      """
      with lease as (
        update replica set lease_until = clock_timestamp() + $2::bigint * interval '1 ms'
        where id = $1 and lease_until > clock_timestamp()
        returning 1)
      select
        exists (select from lease) as renewed,
        array(
          select a.name || ' ' || k.kind
          from unnest($3::text[]) as a (name), unnest(array['url', 'text', 'upload']) as k (kind)
          where exists (select from task t where t.account = a.name and t.kind = k.kind
                        and t.phase = 'queued'
                        and (t.not_before is null or t.not_before <= now())
                        order by t.client, t.priority desc, t.id offset 0)) as queued,
        array(
          select a.name from unnest($3::text[]) as a (name)
          where exists (select from task t where t.account = a.name
                        and t.phase in ('running', 'cancelling')
                        and t.next_poll_at <= now() order by t.next_poll_at offset 0)) as due,
        array(
          select a.name from unnest($3::text[]) as a (name)
          where exists (select from task t where t.account = a.name and t.phase = 'in_doubt'
                        and t.next_poll_at <= now() order by t.next_poll_at offset 0)) as in_doubt,
        exists (
          select from task t where t.phase = 'submitting' and not exists (
            select from replica r
            where r.id = t.lease_owner and r.lease_until > clock_timestamp())) as abandoned,
        exists (
          select from task where deadline_at <= now() and phase <> 'ended' and phase <> 'submitting'
          order by deadline_at offset 0)
        or exists (
          select from task where phase in ('running', 'cancelling')
            and submitted_at <= now() - $4::bigint * interval '1 ms'
          order by submitted_at offset 0) as overdue,
        exists (
          select from callback where state = 'pending' and due_at <= now()
          order by due_at offset 0) as callbacks,
        array(
          select (select count(*) from task t where t.account = a.name and t.phase = 'in_doubt')
          from unnest($3::text[]) as a (name)) as doubts,
        array(select account from operator_pause) as paused,
      """
          + DatabaseHistory.columns("$5");

  /** A queue: the queued tasks of one account and kind. */
  public record Queue(String account, TaskKind kind) {}

  /**
   * The answer.
   *
   * @param renewed whether the lease of the asking replica still held, and was renewed
   * @param queued where tasks are queued
   * @param due accounts with a running task whose poll is due
   * @param inDoubt accounts with a task in doubt whose check is due
   * @param abandoned whether a replica died while it was submitting
   * @param overdue whether the time of a task is over
   * @param doubts how many tasks are in doubt, in the order of the accounts asked for
   * @param paused accounts that an operator has paused
   */
  public record ToDo(
      boolean renewed,
      List<Queue> queued,
      Set<String> due,
      Set<String> inDoubt,
      boolean abandoned,
      boolean overdue,
      boolean callbacks,
      List<Long> doubts,
      Set<String> paused,
      DatabaseHistory.Seen history) {}

  private final Pool pool;
  private final Duration maxRunning;

  public DueWork(Pool pool, TaskSettings settings) {
    this.pool = pool;
    this.maxRunning = settings.maxRunning();
  }

  /**
   * Asks, and renews the lease of the replica in passing.
   *
   * @param position how far the database was when it was seen for the last time
   */
  public Uni<ToDo> ask(UUID replica, Duration lease, List<String> accounts, String position) {
    return pool.preparedQuery(ASK)
        .execute(
            Tuple.of(
                replica,
                lease.toMillis(),
                accounts.toArray(String[]::new),
                maxRunning.toMillis(),
                position))
        .map(rows -> read(rows.iterator().next()));
  }

  private static ToDo read(Row row) {
    return new ToDo(
        row.getBoolean("renewed"),
        Arrays.stream(row.getArrayOfStrings("queued")).map(DueWork::queue).toList(),
        Arrays.stream(row.getArrayOfStrings("due")).collect(Collectors.toSet()),
        Arrays.stream(row.getArrayOfStrings("in_doubt")).collect(Collectors.toSet()),
        row.getBoolean("abandoned"),
        row.getBoolean("overdue"),
        row.getBoolean("callbacks"),
        List.of(row.getArrayOfLongs("doubts")),
        Arrays.stream(row.getArrayOfStrings("paused")).collect(Collectors.toSet()),
        DatabaseHistory.read(row));
  }

  private static Queue queue(String accountAndKind) {
    int space = accountAndKind.lastIndexOf(' ');
    return new Queue(
        accountAndKind.substring(0, space), TaskKind.labelled(accountAndKind.substring(space + 1)));
  }
}
