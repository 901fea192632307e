package io.anteroom.upstream.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.account.Account;
import io.anteroom.account.Plan;
import io.anteroom.account.Secret;
import io.anteroom.async.ManualTicker;
import io.anteroom.upstream.http.UpstreamSettings;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether an asset list that answers 404 is missing or out, over restarts too. */
class AssetListAvailabilityTest {

  private static final String OVER = "update asset_list set missing_since = now() - interval '1 h'";

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();

  private final Account account =
      new Account("a", URI.create("https://a.example"), new Secret("key"), Plan.PRO);
  private final ManualTicker ticker = new ManualTicker();
  private AssetListAvailability lists = restarted();

  @BeforeEach
  void empty() {
    postgres.sql("delete from asset_list");
  }

  @Test
  void aListThatNeverAnsweredCountsAsMissingAfterTheGrace() {
    assertFalse(isSurelyMissing());
    assertFalse(isSurelyMissing());
    postgres.sql(OVER);
    assertTrue(isSurelyMissing());
  }

  @Test
  void aListThatOnceAnsweredIsAnOutageForHoweverLong() {
    works();
    assertFalse(isSurelyMissing());
    postgres.sql(OVER);
    assertFalse(isSurelyMissing());
  }

  @Test
  void aRestartRemembersThatTheListAnswered() {
    works();
    lists = restarted();
    assertFalse(isSurelyMissing());
    postgres.sql(OVER);
    assertFalse(isSurelyMissing());
  }

  @Test
  void whileTheListIsOutTasksArePolledOneByOne() {
    assertTrue(lists.isWorthAsking(account));
    isSurelyMissing();
    assertFalse(lists.isWorthAsking(account));
    works();
    assertTrue(lists.isWorthAsking(account));
    assertEquals(0, missing());
  }

  @Test
  void itIsAskedAgainAfterASecondAndAfterTwiceTheTimeWithEachFurtherFailure() {
    isSurelyMissing();
    assertAskedAgainAfter(Duration.ofSeconds(1));
    isSurelyMissing();
    assertAskedAgainAfter(Duration.ofSeconds(2));
  }

  @Test
  void oneThatWorkedIsAskedAgainAfterHalfAMinuteAtTheLatest() {
    works();
    for (int failure = 0; failure < 9; failure++) {
      isSurelyMissing();
    }
    assertAskedAgainAfter(Duration.ofSeconds(30));
  }

  @Test
  void theStateIsWrittenOnceAndNotWithEachPoll() {
    works();
    postgres.sql("delete from asset_list");
    works();
    assertEquals(0, postgres.sql("select from asset_list").size());
    isSurelyMissing();
    works();
    assertEquals(1, postgres.sql("select from asset_list").size());
  }

  private void assertAskedAgainAfter(Duration pause) {
    ticker.pass(pause.minusMillis(1));
    assertFalse(lists.isWorthAsking(account));
    ticker.pass(Duration.ofMillis(1));
    assertTrue(lists.isWorthAsking(account));
  }

  private static int missing() {
    return postgres.sql("select from asset_list where missing_since is not null").size();
  }

  private AssetListAvailability restarted() {
    return new AssetListAvailability(
        new AssetListHistory(postgres.pool()), TestSettings.of(UpstreamSettings.class), ticker);
  }

  private boolean isSurelyMissing() {
    return lists.isSurelyMissing(account, "405").await().atMost(Duration.ofSeconds(10));
  }

  private void works() {
    lists.works(account).await().atMost(Duration.ofSeconds(10));
  }
}
