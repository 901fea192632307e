package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which commits of the ledger wait for the disk. */
class PermitDurabilityTest {

  /** Notes for each change of a slot how its transaction will be committed. */
  private static final String NOTE =
      """
      create table noted (commit text);
      create function note() returns trigger language plpgsql as
        $$ begin insert into noted values (current_setting('synchronous_commit')); return null; end $$;
      create trigger note after update on quota_slot for each row execute function note();
      do $$ begin
        execute format('alter database %I set synchronous_commit = on', current_database());
      end $$
      """;

  @AutoClose private final QuotaLedgerFixture fixture = new QuotaLedgerFixture();

  /** A call must not leave whose grant the server may forget. For its end the rule is the same. */
  @Test
  void allChangesOfASlotWaitForTheDisk() {
    PostgresFixture postgres = fixture.postgres();
    postgres.sql(NOTE);
    Pool pool = postgres.anotherPool();
    QuotaLedger ledger = QuotaLedgerFixture.ledger(pool, TestQuotaSettings.settings());
    String account = fixture.account(1, Duration.ZERO, 0);
    assertEquals("on", noted(postgres, () -> permit(ledger, account)));
    assertEquals("on", noted(postgres, () -> await(ledger.settle(permit(ledger, account)))));
    assertEquals("on", noted(postgres, () -> await(ledger.giveBack(permit(ledger, account)))));
    await(pool.close());
  }

  private static Permit permit(QuotaLedger ledger, String account) {
    return await(
            ledger.take(
                new PermitRequest(account, EndpointClass.INDEX_TEXT, 1, 0, Duration.ofSeconds(15))))
        .get(0);
  }

  /** How the last change of this work is committed; its slots are free again. */
  private static String noted(PostgresFixture postgres, Runnable work) {
    work.run();
    String last = postgres.text("select commit from noted order by ctid desc limit 1");
    postgres.sql("update quota_slot set free_at = '-infinity'");
    return last;
  }
}
