package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.poll.RunningTaskReader.RunningTaskRow;
import io.anteroom.poll.RunningTasks.Candidates;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The running tasks in memory, where rows and changes come in any order. */
class RunningTasksTest {

  private static final long NOW = 1_000_000_000_000L;
  private static final Duration CLAIM = Duration.ofSeconds(16);

  private final RunningTasks memory = new RunningTasks(RunningTaskRows.schedule(), 100);

  @Test
  void aTaskIsNotPolledTwiceAtOnce() {
    RunningTask task = read(task(50));
    assertEquals(1, memory.begin(List.of(task), NOW, CLAIM).size());
    assertEquals(List.of(), memory.begin(List.of(task), NOW, CLAIM));
    Candidates candidates = memory.candidates(10, NOW);
    assertEquals(List.of(), candidates.tasks());
    assertEquals(CLAIM, candidates.untilMore());
    assertEquals(1, candidates(NOW + CLAIM.toNanos()).size(), "a poll whose end is lost");
  }

  @Test
  void afterAPollWithoutAResultATaskIsLeftAlone() {
    RunningTask asked = begin(read(task(50)));
    memory.polled(Phase.RUNNING, unanswered(asked).notBefore(Duration.ofSeconds(5)), false, NOW);
    assertEquals(List.of(), candidates(NOW + Duration.ofSeconds(4).toNanos()));
    assertEquals(1, candidates(NOW + Duration.ofSeconds(5).toNanos()).size());
  }

  @Test
  void aTaskThatEndedIsNotPolledThoughARowThatWasReadBeforeComesLater() {
    RunningTask task = read(task(50));
    memory.areRead();
    memory.changed(change(task, Phase.ENDED, 3), NOW);
    memory.read(List.of(new RunningTaskRow(task, 2, null)), NOW);
    memory.wereRead(null);
    assertEquals(0, memory.size());
    assertEquals(List.of(), memory.begin(List.of(task), NOW, CLAIM));
  }

  @Test
  void anOlderChangeDoesNotTakeATaskAwayThatRunsByALaterOne() {
    RunningTask task = read(task(50));
    memory.changed(change(task, Phase.RUNNING, 4), NOW);
    memory.changed(change(task, Phase.QUEUED, 3), NOW);
    assertEquals(1, memory.size());
  }

  @Test
  void anOlderRowDoesNotUndoACancel() {
    RunningTask task = read(task(50));
    assertFalse(memory.changed(change(task, Phase.CANCELLING, 2), NOW));
    memory.read(List.of(new RunningTaskRow(task, 1, null)), NOW);
    assertEquals(Phase.CANCELLING, candidates(NOW).get(0).phase());
  }

  @Test
  void aCancelDoesNotWaitForThePollThatIsUnderWay() {
    RunningTask asked = begin(read(task(50)));
    memory.changed(change(asked, Phase.CANCELLING, 2), NOW);
    begin(candidates(NOW).get(0));
    memory.polled(asked.phase(), unanswered(asked), false, NOW);
    assertEquals(List.of(), candidates(NOW), "the older poll does not end the claim of the cancel");
  }

  @Test
  void whatDoesNotShowWhenAllAreReadHasLeft() {
    RunningTask task = read(task(50));
    RunningTask other = read(task(50));
    memory.areRead();
    memory.wereRead(new HashSet<>(Set.of(other.id())));
    assertEquals(1, memory.size());
    assertTrue(memory.changed(change(task, Phase.RUNNING, 4), NOW), "it is read");
  }

  @Test
  void whenATaskWasPolledIsKeptWhenItsRowIsReadAgain() {
    RunningTask asked = begin(read(task(50)));
    memory.polled(asked.phase(), told(asked, TaskStatus.PROCESSING), false, NOW);
    memory.read(List.of(new RunningTaskRow(asked, 1, null)), NOW);
    assertEquals(asked.age(), begin(asked).polledAt());
  }

  @Test
  void anOlderPollDoesNotReplaceANewerOne() {
    RunningTask asked = begin(read(task(50)));
    RunningTask later = memory.candidates(1, NOW + CLAIM.toNanos()).tasks().get(0);
    memory.polled(asked.phase(), told(later, TaskStatus.PROCESSING), false, NOW);
    memory.polled(asked.phase(), told(asked, TaskStatus.PROCESSING), false, NOW);
    assertEquals(later.age(), begin(asked).polledAt());
  }

  @Test
  void aTaskWhoseEndWasRecordedElsewhereIsDroppedAndAllAreReadAgain() {
    RunningTask asked = begin(read(task(50)));
    PollResult done = told(asked, TaskStatus.DONE);
    assertTrue(memory.isChange(done));
    memory.polled(asked.phase(), done, false, NOW);
    assertEquals(0, memory.size());
    assertTrue(memory.isInDoubt());
    memory.areRead();
    memory.wereRead(Set.of());
    assertFalse(memory.isInDoubt());
  }

  @Test
  void memoryIsBoundedAndACancelAlwaysFits() {
    IntStream.range(0, 150).forEach(i -> read(task(50)));
    assertEquals(100, memory.size());
    read(PollChooserTest.cancelling(task(50)));
    assertEquals(101, memory.size());
  }

  @Test
  void candidatesIncludeTheTasksOfEveryClientAndCancelsComeFirst() {
    IntStream.range(0, 90).forEach(i -> read(task(50, "many")));
    IntStream.range(0, 3).forEach(i -> read(task(1, "few")));
    RunningTask cancel = read(PollChooserTest.cancelling(task(1, "many")));
    List<RunningTask> chosen = memory.candidates(40, NOW).tasks();
    assertEquals(40, chosen.size());
    assertEquals(cancel.id(), chosen.get(0).id());
    assertEquals(3, chosen.stream().filter(task -> task.client().equals("few")).count());
  }

  @Test
  void withMoreClientsThanCandidatesNoneIsHidden() {
    IntStream.range(0, 60).forEach(i -> read(task(50, "client " + i)));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      List<RunningTask> chosen = memory.candidates(20, NOW).tasks();
      chosen.forEach(task -> seen.add(task.client()));
      memory
          .begin(chosen, NOW, CLAIM)
          .forEach(
              task ->
                  memory.polled(
                      task.phase(),
                      told(task, TaskStatus.PROCESSING).dueAfter(Duration.ofMinutes(1)),
                      false,
                      NOW));
    }
    assertEquals(60, seen.size());
  }

  /** Replicas that follow each other quickly must not poll the oldest tasks alone. */
  @Test
  void afterATakeoverItIsGuessedWhenTasksWerePolled() {
    RunningTask young = read(task(2));
    RunningTask old = read(task(3600));
    assertEquals(Duration.ZERO, find(young).polledAt(), "no poll is missed in the meantime");
    Duration unseen = find(old).age().minus(find(old).polledAt());
    assertTrue(unseen.compareTo(Duration.ofSeconds(3)) >= 0, unseen.toString());
    assertTrue(unseen.compareTo(Duration.ofSeconds(33)) <= 0, unseen.toString());
    assertEquals(Duration.ZERO, begin(old).polledAt(), "a guess is not learned from");
    assertNull(memory.candidates(1, NOW + CLAIM.toNanos()).untilMore());
    Set<Duration> first =
        IntStream.range(0, 50)
            .mapToObj(
                i -> {
                  RunningTasks next = new RunningTasks(RunningTaskRows.schedule(), 100);
                  next.read(
                      List.of(new RunningTaskRow(old, 1, null), row(task(5400)), row(task(7200))),
                      NOW);
                  return next.candidates(1, NOW).tasks().get(0).age();
                })
            .collect(Collectors.toSet());
    assertEquals(3, first.size());
  }

  private RunningTask find(RunningTask task) {
    return candidates(NOW).stream().filter(t -> t.id().equals(task.id())).findAny().orElseThrow();
  }

  private List<RunningTask> candidates(long now) {
    return memory.candidates(100, now).tasks();
  }

  private RunningTask begin(RunningTask task) {
    List<RunningTask> begun = memory.begin(List.of(task), NOW, CLAIM);
    return begun.isEmpty()
        ? memory.begin(List.of(task), NOW + CLAIM.toNanos(), CLAIM).get(0)
        : begun.get(0);
  }

  private RunningTask read(RunningTask task) {
    memory.read(List.of(row(task)), NOW);
    return task;
  }

  private static RunningTaskRow row(RunningTask task) {
    return new RunningTaskRow(task, 1, "PROCESSING");
  }

  private static RunningTask task(double age) {
    return task(age, "c");
  }

  private static RunningTask task(double age, String client) {
    return PollingSimulationTest.task(UUID.randomUUID(), "w", age, 0, client);
  }

  private static PollResult unanswered(RunningTask task) {
    return PollResult.of(task, PollResult.State.unchanged(task.status()), PollFinding.NO_RESPONSE);
  }

  private static PollResult told(RunningTask task, TaskStatus status) {
    return PollResult.of(
        task,
        new PollResult.State(status, status.name(), null, null, task.age()),
        PollFinding.STATUS);
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
