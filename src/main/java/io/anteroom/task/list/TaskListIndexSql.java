package io.anteroom.task.list;

/**
 * How a list finds its tasks by each index, as SQL. The values are those of {@link
 * TaskListSql#values()}.
 *
 * <p>The order of a range repeats the columns that are the same in all of it, and its bounds are
 * compared as rows: so only the index that has the range side by side gives that order, and the
 * planner cannot take to reading all tasks of a client for a rare status.
 */
final class TaskListIndexSql {

  /**
   * Each is dropped from the plan where its value is null. The planner would take the condition on
   * the phase for a rare one, and sort whole ranges; by {@code coalesce} it cannot tell. The last
   * counts where callbacks are read; it stands here since a statement has to name all.
   */
  static final String FILTERS =
      """
      and ($6::timestamptz is null or t.accepted_at >= $6)
      and ($7::timestamptz is null or t.accepted_at < $7)
      and ($8::text is null or t.collection_id = $8)
      and ($9::text is null or t.reference = $9)
      and ($10::uuid is null or t.batch = $10)
      and ($11::text[] is null or coalesce(case
        when t.cancel_requested and t.phase <> 'ended' then 'cancelling' else t.phase
        end = any ($11), false))
      and ($12::timestamptz is null or true)
      """;

  /** The same with what else the ranges say. */
  static final String ALL_FILTERS =
      """
      and (cardinality($1::text[]) = 0 or t.client = any ($1))
      and t.status = any ($2::text[]) and t.kind = any ($3::text[])
      """
          + FILTERS;

  /** The clients that are named. */
  static final String NAMED_CLIENTS =
      """
      with client (name) as (select unnest($1::text[]))
      """;

  /** Every client that has a task, by a loose index scan: a step for each client. */
  static final String ALL_CLIENTS =
      """
      with recursive client (name) as (
        (select t.client from task t order by t.client limit 1)
        union all
        select (select t.client from task t where t.client > c.name order by t.client limit 1)
        from client c where c.name is not null)
      """;

  /**
   * A task that waits has no other status than INITIALIZING; one that runs may have that, too. What
   * is in none of the phases is not looked through.
   */
  static final String RANGES =
      """
      , range as (
        select distinct c.name as client, l.listed_as, k.kind
        from client c
        cross join unnest($2::text[]) as s (status)
        cross join unnest(case
          when s.status in ('DONE', 'FAILED', 'CANCELLED') then array[s.status]
          when s.status = 'INITIALIZING' then array['QUEUED', 'RUNNING']
          else array['RUNNING'] end) as l (listed_as)
        cross join unnest($3::text[]) as k (kind)
        where (cardinality($1::text[]) = 0 or c.name = any ($1))
          and ($11::text[] is null or case l.listed_as
            when 'QUEUED' then $11 && array['queued', 'submitting', 'in_doubt', 'cancelling']
            when 'RUNNING' then $11 && array['running', 'cancelling'] else true end))
      """;

  /** {@code %1$s}: what chooses the index; {@code %3$s}: how many; {@code %4$s}: which ranges. */
  static final String BY_STATUS =
      """
      select found.id from range r cross join lateral (
        select t.id from task t
        where t.client = r.client and %1$s
          and (t.listed_as, t.kind, t.id) >= (r.listed_as, r.kind, $4::uuid)
          and (t.listed_as, t.kind, t.id) < (r.listed_as, r.kind, $5::uuid)
          %2$s
        order by t.listed_as desc, t.kind desc, t.id desc limit %3$s) found
      where r.listed_as %4$s ('DONE', 'FAILED', 'CANCELLED')
      """;

  static final String BY_REFERENCE =
      """
      select found.id from client c cross join lateral (
        select t.id from task t
        where t.client = c.name and t.reference is not null
          and (t.reference, t.id) >= ($9::text, $4::uuid)
          and (t.reference, t.id) < ($9::text, $5::uuid)
          %1$s
        order by t.reference desc, t.id desc limit %2$s) found
      """;

  /** There are few of them. */
  static final String BY_DUPLICATE =
      """
      (select d.task as id
       from (select distinct task from duplicate_asset
             where task >= $4::uuid and task < $5::uuid) d
       join task t on t.id = d.task
       where true %1$s
       order by d.task desc limit %2$s)
      """;

  /** There are few of them too. */
  static final String BY_UNDELIVERED =
      """
      (select c.id
       from callback c join task t on t.id = c.id
       where c.state in ('exhausted', 'gone') and c.id >= $4::uuid and c.id < $5::uuid %1$s
       order by c.id desc limit %2$s)
      """;

  /** There may be many older ones; without the offset all of them may be walked by ids. */
  static final String BY_UNDELIVERED_SINCE =
      """
      (select c.id
       from (select id from callback
             where state in ('exhausted', 'gone') and settled_at >= $12::timestamptz offset 0) c
       join task t on t.id = c.id
       where c.id >= $4::uuid and c.id < $5::uuid %1$s
       order by c.id desc limit %2$s)
      """;

  /** Both of them as a condition. */
  static final String IS_UNDELIVERED =
      """
      and exists (
        select from callback c where c.id = t.id and c.state in ('exhausted', 'gone')
          and ($12::timestamptz is null or c.settled_at >= $12))
      """;

  static final String BY_BATCH =
      """
      (select t.id from task t
       where t.batch is not null
         and (t.batch, t.id) >= ($10::uuid, $4::uuid) and (t.batch, t.id) < ($10::uuid, $5::uuid)
         %1$s
       order by t.batch desc, t.id desc limit %2$s)
      """;

  /** {@code %1$s}: some of {@link #IN_PHASE}; without the offset all tasks may be walked by ids. */
  static final String BY_PHASE =
      """
      (select u.id from (%1$s offset 0) u
       where u.id >= $4::uuid and u.id < $5::uuid
       order by u.id desc limit %2$s)
      """;

  /** {@code %1$s} names a partial index: all in it are looked through. */
  static final String IN_PHASE = "select t.id from task t where t.phase %1$s %2$s";

  static final String BY_ID =
      """
      (select t.id from task t
       where t.id >= $4::uuid and t.id < $5::uuid %1$s
       order by t.id desc limit %2$s)
      """;

  private TaskListIndexSql() {}
}
