package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.task.event.TaskSignal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** When all running tasks are read, and which doubts that settles. */
class FullReadTest {

  private static final int MORE_THAN_A_PAGE = 1_500;

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final PolledAccount account = new PolledAccount(postgres);
  private final RunningTasks tasks = account.tasks;

  @Test
  void newsAtEveryStepDoesNotPutItOff() {
    UUID ended = account.rows.running(2, "c").get(0);
    account.takeOver();
    account.rows.end(ended);
    stepsWithNews(59);
    assertEquals(2, tasks.size());
    assertEquals(1, account.fullReads.get());
    stepsWithNews(1);
    assertEquals(1, tasks.size());
    stepsWithNews(120);
    assertEquals(4, account.fullReads.get(), "once a minute");
  }

  @Test
  void newsAtEveryStepDoesNotPutOffThatOfADoubt() {
    List<UUID> ids = account.rows.running(2, "c");
    account.takeOver();
    account.rows.end(ids.get(0));
    hint(ids.get(0));
    stepsWithNews(5);
    assertEquals(1, tasks.size());
    assertFalse(tasks.isInDoubt());
    for (int second = 0; second < 20; second++) {
      hint(ids.get(1));
      stepsWithNews(1);
    }
    assertEquals(1 + 1 + 4, account.fullReads.get(), "false hints cost one each five seconds");
  }

  @Test
  void aTaskThatWasDroppedUnderLoadComesBack() {
    account.rows.running(1, "c");
    account.takeOver();
    drop(tasks.candidates(1, account.now()).tasks().get(0));
    stepsWithNews(5);
    assertEquals(1, tasks.size());
  }

  @Test
  void withoutTasksThereIsNone() {
    account.takeOver();
    stepsWithNews(120);
    assertEquals(1, account.fullReads.get());
  }

  @Test
  void aHintOfAnEndThatWasReadAsRunningIsNotLost() {
    UUID id = account.rows.running(1, "c").get(0);
    account.takeOver();
    duringAFullRead(
        () -> {
          account.rows.end(id);
          hint(id);
        });
    assertEquals(1, tasks.size(), "its row was read before it ended");
    assertTrue(tasks.isInDoubt());
    stepsWithNews(5);
    assertEquals(0, tasks.size());
    assertFalse(tasks.isInDoubt());
  }

  @Test
  void aHintDuringTheReadThatAnotherOneAskedForIsNotLost() {
    List<UUID> ids = account.rows.running(2, "c");
    account.takeOver();
    hint(ids.get(0));
    duringAFullRead(
        () -> {
          account.rows.end(ids.get(1));
          hint(ids.get(1));
        });
    stepsWithNews(5);
    assertEquals(1, tasks.size());
  }

  /** Its page was read, the next one is not. */
  @Test
  void aTaskThatIsDroppedDuringAFullReadComesBack() {
    account.rows.running(1, "first");
    account.rows.running(MORE_THAN_A_PAGE, "c");
    account.takeOver();
    RunningTask first = first();
    int[] pages = {0};
    duringAFullRead(
        () -> {
          if (++pages[0] == 2) {
            drop(first);
          }
        });
    assertEquals(2, pages[0]);
    assertEquals(MORE_THAN_A_PAGE, tasks.size());
    stepsWithNews(5);
    assertEquals(MORE_THAN_A_PAGE + 1, tasks.size());
  }

  private RunningTask first() {
    return tasks.candidates(MORE_THAN_A_PAGE + 1, account.now()).tasks().stream()
        .filter(task -> task.client().equals("first"))
        .findAny()
        .orElseThrow();
  }

  private void duringAFullRead(Runnable run) {
    account.pass(Duration.ofMinutes(1));
    account.whenPageIsRead(run);
    account.read();
    account.whenPageIsRead(() -> {});
  }

  /** Steps a second apart; tasks begin to run before each. */
  private void stepsWithNews(int steps) {
    for (int i = 0; i < steps; i++) {
      account.pass(Duration.ofSeconds(1));
      account.updates.news(false);
      account.read();
    }
  }

  private void hint(UUID id) {
    account.updates.ended(new TaskSignal(id, "c", 2, true));
  }

  private void drop(RunningTask task) {
    PollResult note =
        PollResult.of(task, PollResult.State.unchanged(task.status()), PollFinding.NO_RESPONSE)
            .withNote("note");
    tasks.polled(Phase.RUNNING, note, false, account.now());
  }
}
