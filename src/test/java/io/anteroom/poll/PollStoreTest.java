package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What polls write into a real PostgreSQL, with the tasks in memory as the poller has them. */
class PollStoreTest {

  private static final Duration CLAIM = Duration.ofSeconds(16);

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final PollStore pollStore = new PollStore(postgres.pool());

  private final RunningTaskRows rows = new RunningTaskRows(postgres);
  private final RunningTasks memory = RunningTaskRows.memory();
  private UUID id;
  private long now = 1_000_000_000_000L;

  @BeforeEach
  void oneRunningTask() {
    rows.countUpdates();
    id = rows.running(1, "c").get(0);
    memory.read(rows.read(), now);
  }

  @Test
  void pollsThatShowNoChangeWriteNoRowVersion() {
    poll(PollFinding.STATUS, null); // tells the upstream's own word for the first time
    int before = rows.updates();
    IntStream.range(0, 50).forEach(i -> assertFalse(poll(PollFinding.STATUS, null)));
    IntStream.range(0, 5).forEach(i -> assertFalse(poll(PollFinding.NOT_POLLED, null)));
    assertEquals(before, rows.updates());
    assertTrue(poll(PollFinding.UNKNOWN_STATUS, "note"));
    assertEquals(before + 1, rows.updates(), "what is written is counted");
  }

  @Test
  void aResultThatChangesNothingIsNotWrittenEvenWhereTheTaskIsNotInMemory() {
    poll(PollFinding.STATUS, null);
    RunningTask task = rows.read().get(0).task();
    int before = rows.updates();
    memory.clear();
    PollResult same = result(task, PollFinding.STATUS, null);
    assertTrue(memory.isChange(same), "the row decides");
    assertEquals(List.of(), await(pollStore.record(List.of(same))));
    assertEquals(before, rows.updates());
  }

  @Test
  void anOutageIsWrittenWhenItBeginsAndWhenItEnds() {
    poll(PollFinding.STATUS, null);
    int before = rows.updates();
    assertTrue(poll(PollFinding.NO_RESPONSE, null));
    IntStream.range(0, 5).forEach(i -> assertFalse(poll(PollFinding.NO_RESPONSE, null)));
    assertEquals(before + 1, rows.updates());
    assertTrue(history().unansweredFor().compareTo(Duration.ZERO) > 0);
    assertTrue(poll(PollFinding.STATUS, null));
    assertEquals(before + 2, rows.updates());
    assertEquals(PollHistory.NONE, history());
  }

  @Test
  void theNextReplicaKnowsThePollsThatMustAgreeBeforeATaskEnds() {
    poll(PollFinding.NOT_FOUND, null);
    poll(PollFinding.NO_RESPONSE, null);
    poll(PollFinding.NOT_POLLED, null);
    poll(PollFinding.NOT_FOUND, "note");
    postgres.sql(
        """
        update task set unanswered_since = now() - interval '20 s', not_found_since = now() - interval '10 s'
        where id = '%s'
        """
            .formatted(id));
    PollHistory history = history();
    assertEquals(20, history.unansweredFor().toSeconds());
    assertEquals(10, history.notFoundFor().toSeconds());
    assertEquals(2, history.notFoundPolls());
    assertEquals("note", history.note());
    poll(PollFinding.UNKNOWN_STATUS, null);
    assertEquals("note", history().note());
    poll(PollFinding.STATUS, null);
    assertEquals(PollHistory.NONE, history());
  }

  @Test
  void memoryHasTheSameHistoryAsTheRow() {
    for (PollFinding finding : PollFinding.values()) {
      for (PollFinding next : PollFinding.values()) {
        poll(finding, null);
        poll(next, "note " + finding + next);
        PollHistory row = history();
        PollHistory remembered = memory.candidates(1, now).tasks().get(0).history();
        assertEquals(row.notFoundPolls(), remembered.notFoundPolls());
        assertEquals(row.note(), remembered.note());
        assertEquals(row.unansweredFor().isZero(), remembered.unansweredFor().isZero());
        assertEquals(row.notFoundFor().isZero(), remembered.notFoundFor().isZero());
      }
    }
  }

  @Test
  void aNoteIsAnEventWhenItChangesAndNotWithEachPoll() {
    assertEquals(1, events(PollFinding.UNKNOWN_STATUS, "note"));
    assertEquals(0, events(PollFinding.UNKNOWN_STATUS, "note"));
    assertEquals(0, events(PollFinding.NO_RESPONSE, null));
    assertEquals(1, events(PollFinding.STATUS, null));
    assertEquals(0, events(PollFinding.STATUS, null));
  }

  @Test
  void twoReplicasThatPollAtOnceEndATaskOnce() {
    RunningTask task = rows.read().get(0).task();
    PollResult done = result(task, TaskStatus.DONE);
    PollResult late = result(task, TaskStatus.PROCESSING);
    assertEquals(1, await(pollStore.record(List.of(done))).size());
    assertEquals(0, await(pollStore.record(List.of(done))).size());
    assertEquals(0, await(pollStore.record(List.of(late))).size());
    assertEquals("DONE", postgres.text("select status from task where id = '" + id + "'"));
    assertEquals(1, postgres.count("task_event where no > 1 and task_id = '" + id + "'"));
  }

  @Test
  void aPollOfAnEarlierSubmitChangesNothing() {
    PollResult done = result(rows.read().get(0).task(), TaskStatus.DONE);
    postgres.sql("update task set attempt = 2 where id = '" + id + "'");
    assertEquals(0, await(pollStore.record(List.of(done))).size());
  }

  private int events(PollFinding finding, String note) {
    int before = postgres.count("task_event where task_id = '" + id + "'");
    poll(finding, note);
    return postgres.count("task_event where task_id = '" + id + "'") - before;
  }

  /** Polls and records, as the recorder does. Returns whether a statement was needed. */
  private boolean poll(PollFinding finding, String note) {
    now += Duration.ofMillis(2).toNanos();
    RunningTask task = memory.begin(memory.candidates(1, now).tasks(), now, CLAIM).get(0);
    PollResult result = result(task, finding, note);
    boolean isChange = memory.isChange(result);
    List<TaskChange> changes =
        isChange ? await(pollStore.record(List.of(result))) : List.<TaskChange>of();
    changes.forEach(change -> memory.changed(change, now));
    Set<UUID> changed = changes.stream().map(TaskChange::id).collect(Collectors.toSet());
    memory.polled(task.phase(), result, changed.contains(id), now);
    return isChange;
  }

  private static PollResult result(RunningTask task, PollFinding finding, String note) {
    boolean told = finding == PollFinding.STATUS;
    String word = told ? "INITIALIZING" : null;
    return PollResult.of(
            task,
            new PollResult.State(task.status(), word, null, null, told ? task.age() : null),
            finding)
        .withNote(told ? null : note);
  }

  static PollResult result(RunningTask task, TaskStatus status) {
    return PollResult.of(
        task,
        new PollResult.State(status, status.name(), null, null, task.age()),
        PollFinding.STATUS);
  }

  private PollHistory history() {
    return rows.read().get(0).task().history();
  }
}
