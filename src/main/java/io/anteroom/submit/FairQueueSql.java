package io.anteroom.submit;

import io.anteroom.quota.PermitGrantSql;

/**
 * The statements that mark the next queued tasks, with permits for them or without. {@code $1} is
 * the account, {@code $2} the kind, {@code $3} how many at most, {@code $4} the replica, {@code $5}
 * the clock, {@code $6} and {@code $7} the weights of the clients, {@code $8} the bytes of all
 * requests, and {@code $9} those of one that is read with the mark.
 */
final class FairQueueSql {

  /**
   * The clients that wait are found by a loose index scan, one step a client, in the whole order of
   * task_queued: any other index would hold what has ended, too. Rows are locked only once they are
   * chosen, and those that somebody is changing at the moment are passed over, as are those that
   * are held back for a while ({@link IntermediaryRefusalStore}). The first ones are marked whose
   * requests fit; a request that is large is read when its call leaves.
   *
   * <p>Of each client at first twice its part is read of what is taken ({@code size}). That shows
   * which start tag is the last that can be taken ({@code bound}): more is read only of clients
   * that have more before it.
   *
   * <p>{@code %1$s}: CTEs before all; {@code %2$s}: how many at most; {@code %3$s}: CTEs that
   * choose from {@code fits}; {@code %4$s}: what the statement returns.
   */
  private static final String MARK =
      """
      with recursive %1$s
      waiting (client) as (
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
      size as (select least(%2$s, 2 * %2$s / greatest(1, count(*)) + 1) as n from ready),
      first as (
        select c.*, q.id, q.place from ready c
        cross join lateral (
          select t.id, row_number() over (order by t.priority desc, t.id) as place from task t
          where t.account = $1 and t.kind = $2 and t.client = c.client and t.phase = 'queued'
            and (t.not_before is null or t.not_before <= now())
          order by t.priority desc, t.id limit (select n from size)) q),
      bound as (
        select start + (place - 1) * cost as last from first
        order by 1 offset greatest(1, %2$s) - 1 limit 1),
      more as (
        select f.client, f.start, f.cost, q.id, q.place from first f
        cross join lateral (
          select t.id, row_number() over (order by t.priority desc, t.id) as place from task t
          where t.account = $1 and t.kind = $2 and t.client = f.client and t.phase = 'queued'
            and (t.not_before is null or t.not_before <= now())
          order by t.priority desc, t.id
          offset f.place
          limit greatest(0, least(%2$s, floor(((select last from bound) - f.start) / f.cost) + 2)
            - f.place)::bigint) q
        where f.place = (select n from size)),
      next as (
        select id, client, cost, start + (place - 1) * cost as start
        from (select * from first union all select * from more) q
        order by 4, 1 limit %2$s),
      free as (
        select t.id, t.request_size from task t
        where t.id = any (array(select id from next)) and t.phase = 'queued'
          and exists (select from replica where id = $4 and lease_until > clock_timestamp())
        for update skip locked),
      fits as (
        select id, place
        from (
          select n.id, row_number() over turn as place,
            sum(f.request_size) over turn - f.request_size as before
          from next n join free f on f.id = n.id
          window turn as (order by n.start, n.id)) f
        where before < $8::bigint),
      %3$s
      marked as (
        update task t
        set phase = 'submitting', attempt = attempt + 1, lease_owner = $4, updated_at = now()
        from next n
        where t.id = any (array(select id from chosen)) and t.id = n.id
          and t.phase = 'queued'
        returning t.id, t.attempt, t.kind, t.request_size,
          case when t.request_size <= $9::int then t.request::text end as request, t.file_path, t.file_name,
          t.file_type, t.file_size, t.file_sha256, t.client, t.traceparent, t.tracestate, n.client as turn_of, n.start, n.cost),
      finished as (
        insert into queue_finish (account, kind, client, finish_time)
        select $1, $2, turn_of, max(start + cost) from marked group by turn_of order by turn_of
        on conflict (account, kind, client) do update set finish_time = excluded.finish_time),
      clock as (
        update queue_clock set now = greatest(now, (select max(start) from marked))
        where account = $1 and kind = $2 and exists (select from marked))
      %4$s
      order by start, id
      """;

  private FairQueueSql() {}

  /** Marks them. */
  static String mark() {
    return MARK.formatted(
        "", "$3::int", "chosen as (select id from fits),", "select * from marked");
  }

  /**
   * Marks as many as there are permits, and takes no more permits than it marks tasks. The first
   * row has no task where none is marked.
   */
  static String claim(PermitGrantSql grant) {
    return MARK.formatted(
        grant.permitted(),
        "least($3::int, (select n from permitted))",
        grant.taken("(select count(*) from fits)")
            + """
            , paid as (select n, row_number() over (order by n) as place from slot),
            chosen as (select f.id, p.n as slot from fits f join paid p on p.place = f.place),
            """,
        """
        select m.*, c.slot, p.n as permitted, (select count(*) from fits) as fitting
        from permitted p left join (marked m join chosen c on c.id = m.id) on true
        """);
  }
}
