package io.anteroom.accept.queue;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.accept.AcceptSettings;
import io.anteroom.account.Clients;
import io.anteroom.account.ClientsFixture;
import io.anteroom.async.ManualTicker;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.quota.QuotaSnapshot;
import io.anteroom.submit.FairQueueFixture;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The estimate for a new task by what the replica knows, on a real PostgreSQL: ten permits a
 * minute, all free. Bob has twice the weight of alice.
 */
class NewTaskWaitTest {

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();

  private final ManualTicker ticker = new ManualTicker();
  private final FairQueueFixture rows = new FairQueueFixture(postgres);
  private final Clients clients =
      ClientsFixture.of("anteroom.clients.alice.weight", "1", "anteroom.clients.bob.weight", "2");
  private final ClientQueues queues =
      new ClientQueues(
          clients, TestSettings.of(AcceptSettings.class), new QueueDepth(postgres.pool()), ticker);
  private final QueueWaitEstimate estimate =
      new QueueWaitEstimate(
          null,
          queues,
          null,
          new QuotaSnapshot(
              new QuotaReport(postgres.pool()), TestSettings.of(QuotaSettings.class), ticker),
          clients,
          null,
          null);

  @BeforeEach
  void tenPermitsAMinute() {
    String label = EndpointClass.INDEX_TEXT.label();
    postgres.sql(
        "insert into quota_class (account, class, slots, hold, regained_per_second) values ('%s', '%s', 10, '1 min', 0.001)"
            .formatted(rows.account, label));
    postgres.sql(
        "insert into quota_slot (account, class, n) select '%s', '%s', n from generate_series(0, 9) n"
            .formatted(rows.account, label));
  }

  @Test
  void aTaskWaitsForThoseOfItsClient() {
    assertEquals(0, minutes(accepted("alice", 10, 10), 0));
    assertEquals(1, minutes(accepted("alice", 1, 11), 0));
    assertEquals(4, minutes(accepted("alice", 34, 45), 0));
    assertEquals(0, minutes("alice", 1), "it goes first");
  }

  @Test
  void othersHaveTheirTurnsMeanwhile() {
    accepted("alice", 6, 6);
    accepted("bob", 100, 100);
    assertEquals(1, minutes("alice", 0), "6 of alice, 12 of bob");
    assertEquals(10, minutes("bob", 0), "100 of bob, 6 of alice");
  }

  /** The client, when so many of its tasks are counted. */
  private String accepted(String client, int more, int all) {
    rows.add(client, more);
    ClientQueue queue = queues.of(rows.account, client);
    assertEquals(true, await(queue.take(more)));
    queue.finish(more);
    // A count that the accept has begun may end after that of a tick. The next one is right again.
    Awaitility.await()
        .pollInterval(Duration.ofMillis(10))
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              ticker.pass(Duration.ofSeconds(20));
              await(queues.tick(null));
              return queue.queued() == all;
            });
    return client;
  }

  private long minutes(String client, int priority) {
    Task task = new Task();
    task.account = rows.account;
    task.client = client;
    task.kind = TaskKind.TEXT;
    task.priority = priority;
    return await(estimate.remainingOfNew(task)).toMinutes();
  }
}
