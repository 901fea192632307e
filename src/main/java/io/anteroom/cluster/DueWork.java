package io.anteroom.cluster;

import io.anteroom.cluster.PollLeases.PollLease;
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
        update replica set lease_until = clock_timestamp() + $2::bigint * interval '1 ms',
          report = coalesce($10::text::json, report), reported_at = clock_timestamp()
        where id = $1 and lease_until > clock_timestamp()
        returning 1),
      polls as (
        insert into poll_lease as l (account, owner, lease_until, read_up_to, next_poll_at)
        select w.account, $1, clock_timestamp() + $6::bigint * interval '1 ms', null, null
        from unnest($7::text[]) as w (account)
        where exists (select from lease)
          and not exists (select from poll_lease o where o.account = w.account
                          and o.owner <> $1 and o.lease_until > clock_timestamp())
        order by w.account
        on conflict (account) do update
        set owner = excluded.owner, lease_until = excluded.lease_until,
          (read_up_to, next_poll_at) = (
            select w.read_up_to::xid8, now() + w.poll_ms * interval '1 ms'
            from unnest($7::text[], $8::text[], $9::bigint[]) as w (account, read_up_to, poll_ms)
            where w.account = l.account and l.owner = excluded.owner)
        where l.owner = excluded.owner or l.lease_until <= clock_timestamp()
        returning account, read_up_to)
      select
        exists (select from lease) as renewed,
        array(
          select a.name || ' ' || k.kind
          from unnest($3::text[]) as a (name), unnest(array['url', 'text', 'upload']) as k (kind)
          where exists (select from task t where t.account = a.name and t.kind = k.kind
                        and t.phase = 'queued'
                        and (t.not_before is null or t.not_before <= now())
                        order by t.client, t.priority desc, t.id offset 0)) as queued,
        array(select account from polls) as polls,
        array(select account from polls where read_up_to is null) as unread,
        array(
          select p.account from polls p
          where exists (select from task t where t.account = p.account
                        and t.phase in ('running', 'cancelling')
                        and t.phase_xid >= coalesce(p.read_up_to, '0'::xid8)
                        order by t.phase_xid, t.id offset 0)) as changed,
        array(
          select a.name from unnest($3::text[]) as a (name)
          where exists (select from task t where t.account = a.name and t.phase = 'in_doubt'
                        and t.next_check_at <= now() order by t.next_check_at offset 0)) as in_doubt,
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
        array(select account from operator_pause) as paused,
        array(
          select account || ' ' || class || ' ' || (extract(epoch from asked_at) * 1000000)::bigint
          from breaker_trial
          where asked_at > clock_timestamp() - interval '30 s') as trials,
        exists (
          select from bulk_action b
          where b.state in ('running', 'stopping') and not exists (
            select from replica r
            where r.id = b.owner and r.lease_until > clock_timestamp())) as bulk_action,
      """
          + DatabaseHistory.columns("$5");

  /** A queue: the queued tasks of one account and kind. */
  public record Queue(String account, TaskKind kind) {}

  /**
   * An operator wants the circuit breakers of a class tried.
   *
   * @param askedAt when, by the database's clock, in microseconds since 1970
   */
  public record BreakerTrial(String account, String endpointClass, long askedAt) {}

  /**
   * The answer.
   *
   * @param renewed whether the lease of the asking replica still held, and was renewed
   * @param queued where tasks are queued
   * @param polls the accounts that the asking replica polls
   * @param inDoubt accounts with a task in doubt whose check is due
   * @param abandoned whether a replica died while it was submitting
   * @param overdue whether the time of a task is over
   * @param paused accounts that an operator has paused
   * @param trials those that were asked for in the last half minute, whether or not the asking
   *     replica has seen them before
   * @param bulkAction whether a bulk action is to run, and no replica that is alive runs it
   */
  public record ToDo(
      boolean renewed,
      List<Queue> queued,
      List<PollLease> polls,
      Set<String> inDoubt,
      boolean abandoned,
      boolean overdue,
      boolean callbacks,
      Set<String> paused,
      List<BreakerTrial> trials,
      boolean bulkAction,
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
   * @param report what the replica says of itself, as JSON; null: nothing new
   * @param position how far the database was when it was seen for the last time
   * @param leases whose leases are taken and renewed
   */
  public Uni<ToDo> ask(
      UUID replica,
      Duration lease,
      List<String> accounts,
      String position,
      PollLeases leases,
      String report) {
    Tuple values =
        Tuple.of(
            replica,
            lease.toMillis(),
            accounts.toArray(String[]::new),
            maxRunning.toMillis(),
            position,
            leases.millis());
    leases.addTo(values);
    values.addString(report);
    return pool.preparedQuery(ASK).execute(values).map(rows -> read(rows.iterator().next()));
  }

  private static ToDo read(Row row) {
    return new ToDo(
        row.getBoolean("renewed"),
        Arrays.stream(row.getArrayOfStrings("queued")).map(DueWork::queue).toList(),
        polls(row),
        Arrays.stream(row.getArrayOfStrings("in_doubt")).collect(Collectors.toSet()),
        row.getBoolean("abandoned"),
        row.getBoolean("overdue"),
        row.getBoolean("callbacks"),
        Arrays.stream(row.getArrayOfStrings("paused")).collect(Collectors.toSet()),
        Arrays.stream(row.getArrayOfStrings("trials")).map(DueWork::trial).toList(),
        row.getBoolean("bulk_action"),
        DatabaseHistory.read(row));
  }

  private static List<PollLease> polls(Row row) {
    Set<String> unread = Set.of(row.getArrayOfStrings("unread"));
    Set<String> changed = Set.of(row.getArrayOfStrings("changed"));
    return Arrays.stream(row.getArrayOfStrings("polls"))
        .map(name -> new PollLease(name, unread.contains(name), changed.contains(name)))
        .toList();
  }

  /** An account's name may have spaces; the label of a class has none. */
  private static BreakerTrial trial(String text) {
    int last = text.lastIndexOf(' ');
    int first = text.lastIndexOf(' ', last - 1);
    return new BreakerTrial(
        text.substring(0, first),
        text.substring(first + 1, last),
        Long.parseLong(text.substring(last + 1)));
  }

  private static Queue queue(String accountAndKind) {
    int space = accountAndKind.lastIndexOf(' ');
    return new Queue(
        accountAndKind.substring(0, space), TaskKind.labelled(accountAndKind.substring(space + 1)));
  }
}
