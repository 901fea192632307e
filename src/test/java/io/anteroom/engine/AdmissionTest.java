package io.anteroom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.account.AccountSettings;
import io.anteroom.quota.AccountPauses;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.Accepted;
import io.anteroom.task.BatchIntake;
import io.anteroom.task.Intake;
import io.anteroom.task.NewTask;
import io.anteroom.task.NewTask.Idempotency;
import io.anteroom.task.NewTask.Wishes;
import io.anteroom.task.QueueDepth;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskSettings;
import io.anteroom.task.Workload;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accepts of a client that may have ten tasks in the queue, on a real PostgreSQL. */
class AdmissionTest {

  private final PostgresFixture postgres = PostgresFixture.create();
  private Admission admission;

  @BeforeEach
  void start() {
    TaskSettings settings = TestSettings.of(TaskSettings.class, "anteroom.task.max-queued", "10");
    AccountPauses pauses = new AccountPauses(postgres.pool(), TestSettings.of(QuotaSettings.class));
    pauses.remember(List.of("default"));
    QueueRelief paused = new QueueRelief(null, null, null, new AccountGate(null, pauses));
    QueueBound bound =
        new QueueBound(
            new QueueLimits(TestSettings.of(AccountSettings.class), settings),
            new QueueDepth(postgres.pool()),
            paused);
    admission =
        new Admission(
            bound,
            new Intake(postgres.pool(), settings),
            new BatchIntake(postgres.pool(), settings));
  }

  @AfterEach
  void stop() {
    postgres.close();
  }

  @Test
  void whatWasAcceptedBeforeTakesNoRoom() {
    Idempotency key = new Idempotency("k", "f");
    accept(6);
    start(); // its first count finds them
    assertTrue(await(admission.accept(task(key))).fresh());
    IntStream.range(0, 20).forEach(i -> assertFalse(await(admission.accept(task(key))).fresh()));
    accept(2);
  }

  @Test
  void anAcceptThatNobodyWaitsForLeavesItsRoom() {
    accept(1);
    IntStream.range(0, 20).forEach(i -> admission.accept(task(null)));
    accept(9);
  }

  @Test
  void aFullQueueSaysSoAndAnAccountThatIsPausedWhenToAskAgain() {
    accept(9);
    IntStream.range(0, 20).forEach(i -> await(admission.look("default", "alice")));
    accept(1);
    QueueFull look = assertThrows(QueueFull.class, () -> await(admission.look("default", "alice")));
    assertEquals(Duration.ofMinutes(1), look.retryAfter());
    Uni<Accepted> oneMore = admission.accept(task(null));
    assertThrows(QueueFull.class, () -> await(oneMore));
  }

  private void accept(int tasks) {
    IntStream.range(0, tasks).forEach(i -> assertTrue(await(admission.accept(task(null))).fresh()));
  }

  private static NewTask task(Idempotency key) {
    return new NewTask(
        UuidVersion7Strategy.INSTANCE.generateUuid(null),
        "alice",
        "default",
        TaskKind.TEXT,
        "c",
        "{\"text\": \"t\"}",
        null,
        Wishes.NONE,
        key,
        null,
        Workload.ofText(1));
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(30));
  }
}
