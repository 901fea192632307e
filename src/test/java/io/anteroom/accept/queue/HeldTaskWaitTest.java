package io.anteroom.accept.queue;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.account.ClientsFixture;
import io.anteroom.async.ManualClock;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport;
import io.anteroom.submit.FairQueueFixture;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The estimate for a task that is held back, on a real PostgreSQL: ten permits a minute, all free.
 */
class HeldTaskWaitTest {

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();

  private final ManualClock clock = new ManualClock();
  private final FairQueueFixture rows = new FairQueueFixture(postgres);
  private final QueueWaitEstimate estimate =
      new QueueWaitEstimate(
          new QueuePosition(postgres.pool()),
          null,
          new QuotaReport(postgres.pool()),
          null,
          ClientsFixture.of("anteroom.clients.alice.weight", "1"),
          null,
          clock);

  @BeforeEach
  void tenPermitsAMinute() {
    String label = EndpointClass.INDEX_TEXT.label();
    postgres.sql(
        "insert into quota_class (account, class, slots, hold) values ('%s', '%s', 10, '1 min')"
            .formatted(rows.account, label));
    postgres.sql(
        "insert into quota_slot (account, class, n) select '%s', '%s', n from generate_series(0, 9) n"
            .formatted(rows.account, label));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 300, 300",
    "0, 1, 1",
    "0, 0, 0",
    "0, -60, 0",
    "45, -60, 240",
    "45, 60, 240",
    "45, 300, 300"
  })
  void theLongerOfTheHoldAndTheTurnCounts(int before, int held, int expected) {
    rows.add("alice", before);
    assertEquals(expected, seconds(Phase.QUEUED, held));
  }

  @ParameterizedTest
  @CsvSource({"SUBMITTING", "RUNNING", "IN_DOUBT"})
  void onlyAQueuedTaskIsHeldBack(Phase phase) {
    assertEquals(0, seconds(phase, 300));
  }

  private long seconds(Phase phase, int held) {
    Task task = new Task();
    task.id = UUID.fromString("ffffffff-0000-7000-8000-000000000000");
    task.account = rows.account;
    task.client = "alice";
    task.kind = TaskKind.TEXT;
    task.phase = phase;
    task.notBefore = clock.instant().plusSeconds(held);
    Duration remaining = await(estimate.remaining(task));
    return remaining.toSeconds();
  }
}
