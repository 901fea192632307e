package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.AccountSettings;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which rows of the ledger a start writes. */
class QuotaLedgerRowsTest {

  private static final String FREE_TEXT_SEARCH = "anteroom.quota.limits.free.\"search.text\"";
  private static final String ROWS =
      "select string_agg(xmin::text || ' ' || class, ', ' order by class) from quota_class";

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();

  @Test
  void theFirstStartWritesEachClassWithItsSlots() {
    write();
    assertEquals(EndpointClass.values().length, postgres.count("quota_class"));
    assertEquals(
        postgres.number("select sum(slots)::int from quota_class"), postgres.count("quota_slot"));
  }

  @Test
  void anotherStartWritesNothing() {
    write();
    String rows = postgres.text(ROWS);
    write();
    assertEquals(rows, postgres.text(ROWS));
  }

  @Test
  void aLimitThatChangedIsWrittenAndBelievedAnew() {
    write(FREE_TEXT_SEARCH, "5");
    postgres.sql("update quota_class set last_429_at = now()");
    String rows = postgres.text(ROWS);
    write(FREE_TEXT_SEARCH, "7");
    assertNotEquals(rows, postgres.text(ROWS));
    assertEquals(
        1, postgres.count("quota_class where slots = 7 and last_429_at is null"), "that class");
    assertEquals(7, postgres.count("quota_slot where class = 'search.text'"));
    assertEquals(
        EndpointClass.values().length - 1,
        postgres.count("quota_class where last_429_at is not null"),
        "what was learned of the others stays");
  }

  @Test
  void anotherWindowIsWritten() {
    write();
    write("anteroom.quota.window", "2m");
    assertEquals(0, postgres.count("quota_class where hold < interval '2 minutes' and hold > '0'"));
  }

  @Test
  void slotsThatAreMissingAreWrittenAgain() {
    write(FREE_TEXT_SEARCH, "5");
    postgres.sql("delete from quota_slot where class = 'search.text' and n > 2");
    write(FREE_TEXT_SEARCH, "5");
    assertEquals(5, postgres.count("quota_slot where class = 'search.text'"));
  }

  private void write(String... keysAndValues) {
    QuotaSettings settings = TestSettings.of(QuotaSettings.class, keysAndValues);
    AccountDirectory accounts =
        new AccountDirectory(
            TestSettings.of(
                AccountSettings.class,
                "anteroom.accounts.small.base-url",
                "https://api.example.com",
                "anteroom.accounts.small.api-key",
                "a-key"));
    await(
        new QuotaLedgerRows(postgres.pool(), accounts, new PlanLimits(settings), settings).write());
  }
}
