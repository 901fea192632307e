package io.anteroom.quota;

import static io.anteroom.quota.EndpointClass.INDEX_TEXT;

import io.anteroom.PostgresFixture;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.async.Ticker;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.util.UUID;

/** Rows of the ledger, and a way to let hours pass without waiting. */
final class QuotaLedgerFixture implements AutoCloseable {

  private final PostgresFixture postgres = PostgresFixture.create();

  /** A replica's ledger, by the system's clocks. */
  static QuotaLedger ledger(Pool pool, QuotaSettings settings) {
    return new QuotaLedger(pool, settings, SuspendAwareClock.ofSystem(), Ticker.SYSTEM);
  }

  PostgresFixture postgres() {
    return postgres;
  }

  /**
   * A new account with slots of class {@code index.text}, and how many of them it regains an hour.
   */
  String account(int slots, Duration hold, double regainPerHour) {
    String account = "a" + UUID.randomUUID();
    postgres.sql(
        "insert into quota_class (account, class, slots, hold, regained_per_second) values ('%s', '%s', %d, interval '%d ms', %s / 3600.0::float8)"
            .formatted(account, INDEX_TEXT.label(), slots, hold.toMillis(), regainPerHour));
    postgres.sql(
        "insert into quota_slot (account, class, n) select '%s', '%s', n from generate_series(0, %d) n"
            .formatted(account, INDEX_TEXT.label(), slots - 1));
    return account;
  }

  /** Shifts all times of the account back, as if this time had passed. */
  void pass(String account, Duration time) {
    String ago = "- interval '%d ms'".formatted(time.toMillis());
    postgres.sql(
        "update quota_slot set free_at = free_at %s where account = '%s'".formatted(ago, account));
    postgres.sql(
        "update quota_class set paused_until = paused_until %1$s, last_429_at = last_429_at %1$s where account = '%2$s'"
            .formatted(ago, account));
  }

  /** The current limit, lowered or not. */
  int allowed(String account) {
    return one("select quota_allowed_slots(c) from quota_class c where account = '%s'", account);
  }

  int taken(String account) {
    return one(
        "select count(*)::int from quota_slot where account = '%s' and free_at > clock_timestamp()",
        account);
  }

  @Override
  public void close() {
    postgres.close();
  }

  private int one(String statement, String account) {
    Row row = postgres.sql(statement.formatted(account)).iterator().next();
    return row.getInteger(0);
  }
}
