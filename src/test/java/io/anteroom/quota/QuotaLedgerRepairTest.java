package io.anteroom.quota;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of the database was set back, so that stored times are too far ahead. */
class QuotaLedgerRepairTest {

  private static final Duration CALL = Duration.ofSeconds(15);
  private static final Duration UPLOAD = Duration.ofMinutes(30);

  @AutoClose private PostgresFixture postgres;
  private QuotaLedgerRepair bounds;

  @BeforeEach
  void start() {
    postgres = PostgresFixture.create();
    bounds = new QuotaLedgerRepair(postgres.pool(), TestQuotaSettings.settings());
    postgres.sql(
        """
        insert into quota_class (account, class, slots, hold) values
          ('a', 'index.text', 3, interval '60 s'), ('a', 'index.upload', 3, interval '60 s')
        """);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 300, 86400})
  void slotsAreHeldForAtMostAWindow(int back) {
    slot(0, "now() + interval '60 s'", "null");
    slot(1, "now() + interval '80 s'", "gen_random_uuid()");
    slot(2, "now() - interval '1 s'", "null");
    assertEquals(0, clamp(), "nothing is too far ahead");
    postgres.sql("update quota_slot set free_at = free_at + interval '%d s'".formatted(back));
    clamp();
    assertEquals(1, slots("n = 0 and free_at between now() + '59 s' and now() + '61 s'"));
    assertEquals(1, slots("n = 1 and free_at between now() + '79 s' and now() + '81 s'"));
    assertEquals(0, clamp());
  }

  @Test
  void aCallWithAFileMayTakeLonger() {
    postgres.sql(
        """
        insert into quota_slot values
          ('a', 'index.upload', 0, now() + interval '25 minutes', gen_random_uuid()),
          ('a', 'index.upload', 1, now() + interval '25 minutes', null)
        """);
    assertEquals(1, clamp());
    assertEquals(1, slots("n = 0 and free_at > now() + '24 minutes'"));
    assertEquals(1, slots("n = 1 and free_at < now() + '61 s'"));
  }

  @Test
  void aPauseIsCutToItsMaximum() {
    postgres.sql("update quota_class set paused_until = now() + interval '9 minutes'");
    assertEquals(0, clamp());
    postgres.sql(
        "update quota_class set paused_until = now() + interval '3 hours',"
            + " last_429_at = now() + interval '3 hours'");
    assertEquals(2, clamp());
    assertEquals(
        2,
        count(
            "quota_class where paused_until between now() + '9 minutes' and now() + '10 minutes'"
                + " and last_429_at <= now()"));
  }

  /** With a 429 that never came, the account would be believed to have fewer slots. */
  @Test
  void aPauseThatIsCutMakesNo429() {
    postgres.sql("update quota_class set paused_until = now() + interval '3 hours'");
    assertEquals(2, clamp());
    assertEquals(2, count("quota_class where last_429_at is null"));
  }

  private void slot(int n, String freeAt, String grant) {
    postgres.sql(
        "insert into quota_slot values ('a', 'index.text', %d, %s, %s)"
            .formatted(n, freeAt, grant));
  }

  private long clamp() {
    return await(bounds.clamp(CALL, UPLOAD));
  }

  private int slots(String where) {
    return count("quota_slot where " + where.replace("+ '", "+ interval '"));
  }

  private int count(String fromWhere) {
    return postgres.count(fromWhere.replace("+ '", "+ interval '"));
  }
}
