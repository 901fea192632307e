package io.anteroom.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.accept.queue.QueueDepth;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.accept.queue.QueueLimit;
import io.anteroom.accept.queue.QueueWaitEstimate;
import io.anteroom.account.ClientsFixture;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskSettings;
import io.anteroom.task.Workload;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accepts of a client that may have ten tasks in the queue, on a real PostgreSQL. */
class QueueAdmissionTest {

  private final PostgresFixture postgres = PostgresFixture.create();
  private QueueAdmission queueAdmission;

  @BeforeEach
  void start() {
    TaskSettings settings = TestSettings.of(TaskSettings.class, "anteroom.task.max-queued", "10");
    OperatorPauses pauses =
        new OperatorPauses(postgres.pool(), TestSettings.of(QuotaSettings.class));
    pauses.remember(List.of("default"));
    QueueWaitEstimate paused =
        new QueueWaitEstimate(null, null, null, new AccountAvailability(null, pauses));
    QueueLimit bound =
        new QueueLimit(ClientsFixture.of(), settings, new QueueDepth(postgres.pool()), paused);
    queueAdmission =
        new QueueAdmission(
            bound,
            new TaskInsert(postgres.pool(), settings),
            new BatchInsert(postgres.pool(), settings));
  }

  @AfterEach
  void stop() {
    postgres.close();
  }

  @Test
  void whatWasAcceptedBeforeTakesNoRoom() {
    IdempotencyKey key = new IdempotencyKey("k", "f");
    accept(6);
    start(); // its first count finds them
    assertTrue(await(queueAdmission.accept(task(key))).fresh());
    IntStream.range(0, 20)
        .forEach(i -> assertFalse(await(queueAdmission.accept(task(key))).fresh()));
    accept(2);
  }

  @Test
  void anAcceptThatNobodyWaitsForLeavesItsRoom() {
    accept(1);
    IntStream.range(0, 20).forEach(i -> queueAdmission.accept(task(null)));
    accept(9);
  }

  @Test
  void aFullQueueSaysSoAndAnAccountThatIsPausedWhenToAskAgain() {
    accept(9);
    IntStream.range(0, 20).forEach(i -> await(queueAdmission.look("default", "alice")));
    accept(1);
    QueueFullException look =
        assertThrows(
            QueueFullException.class, () -> await(queueAdmission.look("default", "alice")));
    assertEquals(Duration.ofMinutes(1), look.retryAfter());
    Uni<AcceptResult> oneMore = queueAdmission.accept(task(null));
    assertThrows(QueueFullException.class, () -> await(oneMore));
  }

  private void accept(int tasks) {
    IntStream.range(0, tasks)
        .forEach(i -> assertTrue(await(queueAdmission.accept(task(null))).fresh()));
  }

  private static NewTask task(IdempotencyKey key) {
    return new NewTask(
        UuidVersion7Strategy.INSTANCE.generateUuid(null),
        "alice",
        "default",
        TaskKind.TEXT,
        "c",
        "{\"text\": \"t\"}",
        null,
        TaskOptions.NONE,
        key,
        null,
        Workload.ofText(1));
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(30));
  }
}
