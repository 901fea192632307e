package io.anteroom.task.list;

import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * The statements of a list. The order of a range repeats the columns that are the same in all of
 * it, and its bounds are compared as rows: so only the index that has the range side by side gives
 * that order, and the planner cannot take to reading all tasks of a client for a rare status.
 *
 * @param filter which tasks
 * @param ids of which ids
 */
record TaskListSql(TaskFilter filter, IdRange ids) {

  /** Each is dropped from the plan where its value is null. */
  private static final String FILTERS =
      """
      and ($6::timestamptz is null or t.accepted_at >= $6)
      and ($7::timestamptz is null or t.accepted_at < $7)
      and ($8::text is null or t.collection_id = $8)
      and ($9::text is null or t.reference = $9)
      and ($10::uuid is null or t.batch = $10)
      """;

  /** A task that waits has no other status than INITIALIZING; one that runs may have that, too. */
  private static final String RANGES =
      """
      with range as (
        select distinct l.listed_as, k.kind
        from unnest($2::text[]) as s (status)
        cross join unnest(case
          when s.status in ('DONE', 'FAILED', 'CANCELLED') then array[s.status]
          when s.status = 'INITIALIZING' then array['QUEUED', 'RUNNING']
          else array['RUNNING'] end) as l (listed_as)
        cross join unnest($3::text[]) as k (kind))
      """;

  /** {@code %1$s}: what chooses the index; {@code %3$s}: how many; {@code %4$s}: which ranges. */
  private static final String BY_STATUS =
      """
      select found.id from range r cross join lateral (
        select t.id from task t
        where t.client = $1 and %1$s
          and (t.listed_as, t.kind, t.id) >= (r.listed_as, r.kind, $4::uuid)
          and (t.listed_as, t.kind, t.id) < (r.listed_as, r.kind, $5::uuid)
          %2$s
        order by t.listed_as desc, t.kind desc, t.id desc limit %3$s) found
      where r.listed_as %4$s ('DONE', 'FAILED', 'CANCELLED')
      """;

  /** {@code %1$s}: the column; {@code %2$s}: its value; {@code %4$s}: how many. */
  private static final String BY_COLUMN =
      """
      (select t.id from task t
       where t.client = $1 and t.%1$s is not null
         and (t.%1$s, t.id) >= (%2$s, $4::uuid) and (t.%1$s, t.id) < (%2$s, $5::uuid)
         and t.status = any ($2::text[]) and t.kind = any ($3::text[])
         %3$s
       order by t.%1$s desc, t.id desc limit %4$s)
      """;

  /**
   * What the planner guesses by how many there are; nothing is read. What leaves nothing out is
   * dropped, since the planner would think that it does.
   */
  static final String GUESS =
      """
      explain (format json)
      select from task t
      where t.client = $1
        and (cardinality($2::text[]) = %d or t.status = any ($2))
        and (cardinality($3::text[]) = %d or t.kind = any ($3))
        and ($4::uuid = '%s' or t.id >= $4) and ($5::uuid = '%s' or t.id < $5)
      """
              .formatted(
                  TaskStatus.values().length, TaskKind.values().length, IdRange.FIRST, IdRange.LAST)
          + FILTERS;

  /** Newest first: the ids of $11 rows after the first $12. */
  String page() {
    return RANGES
        + "select f.id from ("
        + some("$11::bigint + $12::bigint")
        + ") f order by f.id desc limit $11::bigint offset $12::bigint";
  }

  /** How many there are, but no more than $11. */
  String count() {
    return RANGES
        + "select count(*) from (select from ("
        + some("$11::bigint")
        + ") f limit $11::bigint) c";
  }

  private String some(String limit) {
    if (filter.batch() != null) {
      return BY_COLUMN.formatted("batch", "$10::uuid", FILTERS, limit);
    }
    if (filter.reference() != null) {
      return BY_COLUMN.formatted("reference", "$9::text", FILTERS, limit);
    }
    String ended =
        filter.collectionId() == null ? "true" : "t.collection_id = $8 and t.phase = 'ended'";
    return BY_STATUS.formatted(ended, FILTERS, limit, "in")
        + " union all "
        + BY_STATUS.formatted("t.status = any ($2::text[])", FILTERS, limit, "not in");
  }

  /** The first ten values of each statement. */
  Tuple values() {
    return Tuple.tuple()
        .addString(filter.client())
        .addArrayOfString(
            Arrays.stream(TaskStatus.values())
                .filter(filter::shows)
                .map(TaskStatus::name)
                .toArray(String[]::new))
        .addArrayOfString(
            Arrays.stream(TaskKind.values())
                .filter(filter::shows)
                .map(TaskKind::label)
                .toArray(String[]::new))
        .addUUID(ids.from())
        .addUUID(ids.to())
        .addOffsetDateTime(time(filter.createdAfter()))
        .addOffsetDateTime(time(filter.createdBefore()))
        .addString(filter.collectionId())
        .addString(filter.reference())
        .addUUID(filter.batch());
  }

  private static OffsetDateTime time(Instant moment) {
    return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
  }
}
