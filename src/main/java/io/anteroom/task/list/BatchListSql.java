package io.anteroom.task.list;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.UUID;

/**
 * The statements of a list of batches: for each client a range of an index, from the newest. As in
 * {@link TaskListIndexSql} the bounds are compared as rows, and the order names the columns that
 * are the same in all of the range: so only the index of the client, or of its reference, fits.
 *
 * @param filter which batches
 * @param before only those before this id
 */
record BatchListSql(BatchFilter filter, UUID before) implements ListSql {

  private static final String NAMED_CLIENTS =
      """
      with client (name) as (select distinct unnest($1::text[]))
      """;

  /** Every client that has a batch, by a loose index scan: a step for each client. */
  private static final String ALL_CLIENTS =
      """
      with recursive client (name) as (
        (select b.client from batch b order by b.client limit 1)
        union all
        select (select b.client from batch b where b.client > c.name order by b.client limit 1)
        from client c where c.name is not null)
      """;

  /** {@code %s}: what leads to the index, the order within it, what else is shown, how many. */
  private static final String FOUND =
      """
      select found.id from client c cross join lateral (
        select b.id from batch b
        where %1$s%3$s
        order by %2$s limit %4$s) found
      where cardinality($1::text[]) = 0 or c.name = any ($1)
      """;

  private static final String OF_CLIENT =
      """
      $3::text is null
          and (b.client, b.id) >= (c.name, '%s'::uuid)
          and (b.client, b.id) < (c.name, $2::uuid)"""
          .formatted(IdRange.FIRST);

  private static final String OF_REFERENCE =
      """
      b.reference is not null
          and (b.client, b.reference, b.id) >= (c.name, $3::text, '%s'::uuid)
          and (b.client, b.reference, b.id) < (c.name, $3::text, $2::uuid)"""
          .formatted(IdRange.FIRST);

  private static final String GUESS =
      """
      explain (format json)
      select from batch b
      where (cardinality($1::text[]) = 0 or b.client = any ($1))
        and ($2::uuid = '%s' or b.id < $2) and ($3::text is null or b.reference = $3)
      """
          .formatted(IdRange.LAST);

  /** Newest first: the ids of $4 rows after the first $5. */
  @Override
  public String page() {
    return clients()
        + "select f.id from ("
        + found("$4::bigint + $5::bigint")
        + ") f order by f.id desc limit $4::bigint offset $5::bigint";
  }

  /** How many there are, but no more than $4. */
  @Override
  public String count() {
    return clients()
        + "select count(*) from (select from ("
        + found("$4::bigint")
        + ") f limit $4::bigint) n";
  }

  @Override
  public String guess() {
    return GUESS + ended();
  }

  private String clients() {
    return filter.clients().isEmpty() ? ALL_CLIENTS : NAMED_CLIENTS;
  }

  private String found(String limit) {
    return filter.reference() == null
        ? FOUND.formatted(OF_CLIENT, "b.client desc, b.id desc", ended(), limit)
        : FOUND.formatted(
            OF_REFERENCE, "b.client desc, b.reference desc, b.id desc", ended(), limit);
  }

  private String ended() {
    if (filter.ended() == null) {
      return "";
    }
    return filter.ended() ? " and b.ended_at is not null" : " and b.ended_at is null";
  }

  @Override
  public Tuple values() {
    return Tuple.tuple()
        .addArrayOfString(filter.clients().toArray(String[]::new))
        .addUUID(before)
        .addString(filter.reference());
  }
}
