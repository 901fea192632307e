package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The running tasks in memory, where rows and changes come in any order. */
class RunningTasksTest {

  private static final long NOW = PollChoice.NOW;
  private static final Duration CLAIM = Duration.ofSeconds(16);

  private final PollWorth worth =
      new PollWorth(TestSettings.of(PollSettings.class), task -> CompletionCurve.unknown());
  private final RunningTasks memory = new RunningTasks(worth, 100);

  @Test
  void aTaskIsNotPolledTwiceAtOnce() {
    RunningTask task = read(task(50));
    assertEquals(1, memory.begin(List.of(task), NOW, CLAIM).size());
    assertEquals(List.of(), choose(NOW));
    assertEquals(1, choose(NOW + CLAIM.toNanos()).size(), "a poll whose end is lost");
    memory.release(List.of(task), NOW);
    assertEquals(1, choose(NOW).size());
  }

  @Test
  void aTaskThatEndedIsNotPolledThoughARowThatWasReadBeforeComesLater() {
    RunningTask task = read(task(50));
    memory.reading(false);
    memory.changed(change(task, Phase.ENDED, 3), NOW);
    memory.read(List.of(new RunningTaskRow(task, 2, null)), NOW);
    assertEquals(0, memory.size());
    assertEquals(List.of(), memory.begin(List.of(task), NOW, CLAIM));
  }

  @Test
  void anOlderRowDoesNotUndoACancel() {
    RunningTask task = read(task(50));
    assertFalse(memory.changed(change(task, Phase.CANCELLING, 2), NOW));
    memory.read(List.of(new RunningTaskRow(task, 1, null)), NOW);
    assertTrue(choose(NOW).get(0).isCancel());
  }

  @Test
  void aCancelDoesNotWaitForThePollThatIsUnderWay() {
    RunningTask task = read(task(50));
    RunningTask asked = memory.begin(List.of(task), NOW, CLAIM).get(0);
    memory.changed(change(task, Phase.CANCELLING, 2), NOW);
    RunningTask cancel = choose(NOW).get(0).tasks().get(0);
    memory.begin(List.of(cancel), NOW, CLAIM);
    PollResult result =
        PollResult.of(asked, PollResult.State.unchanged(asked.status()), PollFinding.NO_RESPONSE);
    memory.polled(asked, memory.change(asked, result, NOW, CLAIM), NOW);
    assertEquals(List.of(), choose(NOW), "the older poll does not end the claim of the cancel");
  }

  @Test
  void theRowCountsWhereItSaysMoreThanMemory() {
    RunningTask task = read(task(50));
    memory.readAgain(List.of(task.id()), List.of(), NOW);
    assertEquals(0, memory.size());
    assertTrue(memory.changed(change(task, Phase.RUNNING, 4), NOW), "it is read");
    memory.read(List.of(new RunningTaskRow(task, 4, null)), NOW);
    assertEquals(1, memory.size());
  }

  @Test
  void whenATaskWasPolledIsKeptWhenItsRowIsReadAgain() {
    RunningTask task = read(task(50));
    RunningTask asked = memory.begin(List.of(task), NOW, CLAIM).get(0);
    PollResult result =
        PollResult.of(
            asked,
            new PollResult.State(task.status(), null, null, null, asked.age()),
            PollFinding.STATUS);
    memory.polled(asked, memory.change(asked, result, NOW, CLAIM), NOW);
    memory.readAgain(List.of(task.id()), List.of(new RunningTaskRow(task, 1, null)), NOW);
    assertEquals(asked.age(), memory.begin(List.of(task), NOW, CLAIM).get(0).polledAt());
  }

  @Test
  void memoryIsBoundedAndACancelAlwaysFits() {
    IntStream.range(0, 150).forEach(i -> read(task(50)));
    assertEquals(100, memory.size());
    read(PollChooserTest.cancelling(task(50)));
    assertEquals(101, memory.size());
    assertFalse(memory.hasRoomAgain());
    List<UUID> some = memory.ids().subList(0, 12);
    some.forEach(id -> memory.leave(id, 9));
    assertTrue(memory.hasRoomAgain(), "then all rows are read again");
    memory.reading(true);
    assertFalse(memory.hasRoomAgain());
  }

  @Test
  void withoutAListEachTaskIsConsideredOnItsOwn() {
    IntStream.range(0, 3).forEach(i -> read(task(50)));
    assertEquals(1, choose(NOW).size());
    assertEquals(
        3, new PollChooser(worth).choose(memory, false, 16, new FairPollOrder(c -> 1), NOW).size());
  }

  private List<Chosen> choose(long now) {
    return new PollChooser(worth).choose(memory, true, 16, new FairPollOrder(c -> 1), now);
  }

  private RunningTask read(RunningTask task) {
    memory.read(List.of(new RunningTaskRow(task, 1, null)), NOW);
    return task;
  }

  private static RunningTask task(double age) {
    return PollingSimulationTest.task(UUID.randomUUID(), "w", age, 0);
  }

  private static TaskChange change(RunningTask task, Phase phase, int eventNo) {
    return new TaskChange(
        task.id(),
        task.client(),
        task.account(),
        TaskKind.TEXT,
        phase == Phase.ENDED ? TaskStatus.DONE : task.status(),
        phase,
        eventNo,
        null,
        "u",
        false);
  }
}
