package io.anteroom.quota;

/**
 * Takes permits of one class of an account as part of a statement: so that what they are for is
 * chosen, counted and written by the same one. The account is {@code $1}; the values of {@link
 * PermitGrant} follow each other.
 *
 * @param first the number of the first parameter of the grant
 */
public record PermitGrantSql(int first) {

  /**
   * Slots that are not believed in are left like a reserve, so that old calls in them count.
   *
   * <p>The CTEs {@code rule}, {@code free_slot}, and {@code permitted} with one row: {@code n} is
   * how many permits there are.
   */
  public String permitted() {
    return """
    rule as (%s
        and c.paused_until <= clock_timestamp()
        and not exists (select from operator_pause p where p.account = $1)
        and not database_moved() and database_position() >= $%d::text::pg_lsn),
    free_slot as (
      select s.n from quota_slot s, rule
      where s.account = $1 and s.class = $%d and s.n < rule.slots and s.free_at <= rule.now),
    permitted as (
      select greatest(0, (select count(*) from free_slot)
        - (select slots - allowed + $%d::int * allowed / slots from rule)) as n),
    """
        .formatted(QuotaRuleSql.ofClass("$" + first), first + 4, first, first + 1);
  }

  /**
   * Takes the slots, without waiting: those that another transaction is taking at the moment are
   * passed over.
   *
   * <p>The CTEs {@code slot}, of which {@code n} is the number of a slot, and {@code granted}.
   *
   * @param max how many at most, in SQL
   */
  public String taken(String max) {
    return """
    slot as (
      select s.n from quota_slot s
      where s.account = $1 and s.class = $%1$d
        and s.n < (select allowed from rule)
        and s.free_at <= (select rule.now from rule)
      order by s.free_at, s.n
      limit least(%4$s, (select n from permitted))
      for update skip locked),
    granted as (
      update quota_slot s
      set grant_id = $%2$d, free_at = clock_timestamp() + $%3$d::bigint * interval '1 ms' + rule.hold
      from rule
      where s.account = $1 and s.class = $%1$d and s.n = any (array(select n from slot)))
    """
        .formatted(first, first + 2, first + 3, max);
  }
}
