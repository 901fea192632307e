package io.anteroom.reconcile;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.cluster.ClusterSettings;
import io.anteroom.poll.PollSettings;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.submit.SubmitSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of the database was set back, so that times of tasks and leases are too far ahead. */
class ClockCorrectionStoreTest {

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final ClockCorrectionStore times = new ClockCorrectionStore(postgres.pool());

  @BeforeEach
  void empty() {
    postgres.sql("truncate task, replica, poll_lease cascade");
  }

  @Test
  void leasesAndTimesOfTasksAreBroughtBack() {
    postgres.sql(
        """
        insert into replica values
          (gen_random_uuid(), now() + interval '9 s'),
          (gen_random_uuid(), now() + interval '309 s')
        """);
    for (String phase : List.of("running", "cancelling", "in_doubt", "queued")) {
      task(phase, "lost", 30);
      task(phase, "lost", 330);
    }
    postgres.sql(
        "insert into poll_lease (account, owner, lease_until)"
            + " values ('a', gen_random_uuid(), now() + interval '309 s')");
    assertEquals(8, clamp());
    assertEquals(2, postgres.count("replica where lease_until < now() + interval '11 s'"));
    assertEquals(1, postgres.count("poll_lease where lease_until <= now()"));
    assertEquals(
        6,
        postgres.count(
            "task where next_check_at <= now() and not_before is null and submitted_at <= now()"
                + " and coalesce(in_doubt_since, now()) <= now()"));
    assertEquals(0, clamp());
  }

  @ParameterizedTest
  @CsvSource({
    "lost, 110, 0",
    "lost, 300, 1",
    "failed, 300, 1",
    "unprocessed, 300, 0",
    "unprocessed, 600, 0",
    "unprocessed, 610, 1",
    "unprocessed, 86400, 1"
  })
  void aCheckThatAResponseAskedForIsLeft(String doubt, int ahead, int brought) {
    task("in_doubt", doubt, ahead);
    assertEquals(brought, clamp());
    assertEquals(brought, postgres.count("task where next_check_at <= now()"));
  }

  @ParameterizedTest
  @CsvSource({
    "unprocessed, 1100, anteroom.quota.max-backoff, 20m, 0",
    "unprocessed, 60, anteroom.quota.max-backoff, 10s, 0",
    "unprocessed, 130, anteroom.quota.max-backoff, 10s, 1",
    "failed, 300, anteroom.in-doubt.responded-grace, 5m, 0",
    "lost, 300, anteroom.in-doubt.check-interval, 5m, 0",
    "lost, 300, anteroom.poll.first-after, 5m, 0",
    "lost, 610, anteroom.poll.first-after, 5m, 1"
  })
  void noCheckOfLongerSettingsIsBroughtBack(
      String doubt, int ahead, String key, String value, int brought) {
    task("in_doubt", doubt, ahead);
    assertEquals(brought, clamp(key, value));
  }

  /** Held for five minutes at the most, or for a twelfth of the time that refusals may last. */
  @ParameterizedTest
  @CsvSource({"300, 1h, 0", "310, 1h, 1", "3900, 1h, 1", "310, 2s, 1", "590, 2h, 0", "610, 2h, 1"})
  void aHoldThatIsTooLongIsOver(int ahead, String intermediaryGrace, int brought) {
    task("queued", "lost", ahead);
    assertEquals(brought, clamp("anteroom.submit.intermediary-grace", intermediaryGrace));
    assertEquals(brought, postgres.count("task where not_before is null"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "cancelling", "in_doubt", "queued"})
  void aTimeThatIsNotThereStaysSo(String phase) {
    task(phase, "lost", 3900);
    postgres.sql(
        "update task set in_doubt_since = null, next_check_at = "
            + ("in_doubt".equals(phase) ? "next_check_at" : "null")
            + ", submitted_at = case when phase in ('running', 'cancelling') then submitted_at end");
    assertEquals(1, clamp());
    assertEquals(
        1,
        postgres.count(
            "task where unanswered_since is null and not_found_since is null"
                + " and in_doubt_since is null"
                + " and (next_check_at is null) = (phase <> 'in_doubt')"
                + " and (submitted_at is null) = (phase in ('in_doubt', 'queued'))"));
  }

  private static void task(String phase, String doubt, int ahead) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase, doubt,
          event_no, accepted_at, updated_at, next_check_at, not_before, submitted_at, in_doubt_since)
        select uuidv7(), 'alice', 'a', 'text', 'c', '{}', 'PROCESSING', '%1$s', '%2$s', 1, at, at,
          at, at, at, case when '%1$s' = 'in_doubt' then at end
        from (select now() + interval '%3$d s' as at) t
        """
            .formatted(phase, doubt, ahead));
  }

  private static long clamp(String... settings) {
    return await(times.clamp(List.of("a"), Duration.ofSeconds(10), longest(settings)));
  }

  private static LongestWaits longest(String... settings) {
    return new LongestWaits(
        TestSettings.of(ClusterSettings.class, settings),
        TestSettings.of(InDoubtSettings.class, settings),
        TestSettings.of(QuotaSettings.class, settings),
        TestSettings.of(PollSettings.class, settings),
        TestSettings.of(SubmitSettings.class, settings));
  }
}
