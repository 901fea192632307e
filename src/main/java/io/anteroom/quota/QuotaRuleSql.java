package io.anteroom.quota;

/**
 * The rule that a class of an account is under now, as SQL: how many slots it has ({@code slots}),
 * how many of them are believed in ({@code allowed}), how long a slot stays taken after a response
 * ({@code hold}), and until when no call may leave ({@code paused_until}). {@code now} is the
 * moment by the database's clock at which the rule was read.
 */
final class QuotaRuleSql {

  /** The columns of the rule, of the table {@code quota_class c}. */
  static final String COLUMNS =
      """
      c.slots, c.hold, c.paused_until, quota_allowed_slots(c) as allowed, clock_timestamp() as now""";

  /** The rule of class {@code $2} of account {@code $1}; may be continued with {@code and}. */
  static final String OF_CLASS = ofClass("$2");

  private QuotaRuleSql() {}

  /** The rule of a class of account {@code $1}; may be continued with {@code and}. */
  static String ofClass(String endpointClass) {
    return "select "
        + COLUMNS
        + " from quota_class c where c.account = $1 and c.class = "
        + endpointClass;
  }
}
