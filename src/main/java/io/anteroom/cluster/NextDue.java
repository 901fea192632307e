package io.anteroom.cluster;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskSettings;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When there is something to do next, for any replica. Paused accounts have nothing to do. What is
 * removed after its retention is not counted. Thread-safe.
 */
@Singleton
public class NextDue {

  /**
   * Each moment is the first entry of an index, except where delayed tasks are queued. When a poll
   * is due stands in the memory of the replica that polls, and at most a tick older in its lease. A
   * running task that it has not read is due at once.
   */
  public static final String ASK =
      """
      with account as (
        select a.name from unnest($1::text[]) as a (name)
        where not exists (select from operator_pause p where p.account = a.name)),
      queued as (
        select a.name, k.kind
        from account a, unnest(array['url', 'text', 'upload']) as k (kind)
        where exists (select from task t where t.account = a.name and t.kind = k.kind
                      and t.phase = 'queued'
                      and (t.not_before is null or t.not_before <= now())
                      order by t.client, t.priority desc, t.id offset 0)),
      poll as (
        select a.name, coalesce(p.read_up_to, '0'::xid8) as read_up_to, p.next_poll_at
        from account a left join lateral (
          select w.read_up_to::xid8, now() + w.poll_ms * interval '1 ms'
          from unnest($4::text[], $5::text[], $6::bigint[]) as w (account, read_up_to, poll_ms)
          where w.account = a.name
            and exists (select from poll_lease l where l.account = a.name and l.owner = $2)
          union all
          select l.read_up_to, l.next_poll_at from poll_lease l
          where l.account = a.name and l.owner <> $2
          ) as p (read_up_to, next_poll_at) on true)
      select clock_timestamp() as now,
        array(select name || ' ' || kind from queued) as queued,
        least(
          (select min(t.not_before) from task t
           where t.phase = 'queued' and t.not_before > now()
             and t.account in (select name from account)),
          (select min((select case when t.phase_xid >= p.read_up_to then now()
                              else coalesce(p.next_poll_at, now()) end
                       from task t
                       where t.account = p.name and t.phase in ('running', 'cancelling')
                       order by t.phase_xid desc, t.id desc limit 1)) from poll p),
          (select min((select t.next_check_at from task t where t.account = a.name
                       and t.phase = 'in_doubt'
                       order by t.next_check_at limit 1)) from account a),
          (select min(greatest(now(), r.lease_until))
           from task t left join replica r on r.id = t.lease_owner
           where t.phase = 'submitting' and t.lease_owner <> $2),
          (select t.deadline_at from task t
           where t.deadline_at is not null and t.phase <> 'ended' and t.phase <> 'submitting'
           order by t.deadline_at limit 1),
          (select t.submitted_at + $3::bigint * interval '1 ms' from task t
           where t.phase in ('running', 'cancelling') and t.submitted_at is not null
           order by t.submitted_at limit 1),
          (select c.due_at from callback c where c.state = 'pending' order by c.due_at limit 1),
          (select w.check_at from duplicate_watch w
           where w.account in (select name from account) order by w.check_at limit 1),
          (select now() from bulk_action b where b.state in ('running', 'stopping'))) as due
      """;

  /**
   * The answer, by the database's clock.
   *
   * @param due when something is due; now or before where something is due already; empty where
   *     nothing will be
   */
  public record Seen(Instant now, Optional<Instant> due) {

    /** Whether something is due by then. */
    boolean isWithin(Duration duration) {
      return due.filter(at -> !at.isAfter(now.plus(duration))).isPresent();
    }

    private Seen orIn(Duration permit) {
      Instant at = now.plus(permit);
      return due.isPresent() && due.get().isBefore(at) ? this : new Seen(now, Optional.of(at));
    }
  }

  private final Pool pool;
  private final QuotaLedger ledger;
  private final Replica replica;
  private final PollLeases pollLeases;
  private final Duration maxRunning;
  private final String[] accounts;

  public NextDue(
      Pool pool,
      QuotaLedger ledger,
      Replica replica,
      PollLeases pollLeases,
      TaskSettings settings,
      AccountDirectory accounts) {
    this.pool = pool;
    this.ledger = ledger;
    this.replica = replica;
    this.pollLeases = pollLeases;
    this.maxRunning = settings.maxRunning();
    this.accounts = accounts.all().stream().map(Account::name).toArray(String[]::new);
  }

  /** Asks. What is queued is due with its next permit. */
  public Uni<Seen> ask() {
    Tuple values = Tuple.of(accounts, replica.id(), maxRunning.toMillis());
    pollLeases.addTo(values);
    return pool.preparedQuery(ASK)
        .execute(values)
        .map(rows -> rows.iterator().next())
        .chain(row -> withPermits(read(row), List.of(row.getArrayOfStrings("queued"))));
  }

  private static Seen read(Row row) {
    return new Seen(
        row.getOffsetDateTime("now").toInstant(),
        Optional.ofNullable(row.getOffsetDateTime("due")).map(at -> at.toInstant()));
  }

  private Uni<Seen> withPermits(Seen seen, List<String> queued) {
    return Multi.createFrom()
        .iterable(queued)
        .onItem()
        .transformToUniAndConcatenate(this::nextPermit)
        .collect()
        .asList()
        .map(waits -> waits.stream().reduce(seen, Seen::orIn, (one, other) -> other));
  }

  private Uni<Duration> nextPermit(String accountAndKind) {
    int space = accountAndKind.lastIndexOf(' ');
    TaskKind kind = TaskKind.labelled(accountAndKind.substring(space + 1));
    return ledger.nextPermit(
        accountAndKind.substring(0, space), EndpointClass.valueOf("INDEX_" + kind.name()), 0);
  }
}
