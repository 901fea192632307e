package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What polls write into a real PostgreSQL, with the tasks in memory as the poller has them. */
class PollStoreTest {

  private static final Duration LASTING = Duration.ofSeconds(30);

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final PollStore pollStore = new PollStore(postgres.pool());
  private static final RunningTaskReader reader = new RunningTaskReader(postgres.pool());

  private final RunningTaskRows rows = new RunningTaskRows(postgres);
  private final RunningTasks memory =
      new RunningTasks(
          new PollWorth(TestSettings.of(PollSettings.class), task -> CompletionCurve.unknown()));
  private UUID id;
  private long now = 1_000_000_000_000L;

  @BeforeEach
  void oneRunningTask() {
    rows.countUpdates();
    id = rows.running(1, "c").get(0);
    readAgain();
  }

  @Test
  void pollsThatShowNoChangeWriteNoRowVersion() {
    poll(PollFinding.STATUS, null); // tells the upstream's own word for the first time
    int before = rows.updates();
    IntStream.range(0, 50).forEach(i -> poll(PollFinding.STATUS, null));
    IntStream.range(0, 5).forEach(i -> poll(PollFinding.NOT_POLLED, null));
    assertEquals(before, rows.updates());
    poll(PollFinding.UNKNOWN_STATUS, "note");
    assertEquals(before + 1, rows.updates(), "what is written is counted");
  }

  @Test
  void aShortOutageWritesNothingAndALongOneIsWrittenOnce() {
    poll(PollFinding.STATUS, null);
    int before = rows.updates();
    for (int i = 0; i < 5; i++) {
      assertFalse(poll(PollFinding.NO_RESPONSE, null).isWritten());
      now += LASTING.toNanos() / 6;
    }
    assertEquals(before, rows.updates());
    now += LASTING.toNanos() / 6;
    assertTrue(poll(PollFinding.NO_RESPONSE, null).isWritten());
    assertFalse(poll(PollFinding.NO_RESPONSE, null).isWritten());
    Duration known = afterTakeover().history().unansweredFor();
    assertTrue(known.compareTo(LASTING) >= 0, known.toString());
    assertTrue(poll(PollFinding.STATUS, null).isWritten());
    assertEquals(PollHistory.NONE, afterTakeover().history());
    assertEquals(before + 2, rows.updates());
  }

  @Test
  void theNextReplicaKnowsThePollsThatMustAgreeBeforeATaskEnds() {
    poll(PollFinding.NOT_FOUND, null);
    now += Duration.ofSeconds(10).toNanos();
    poll(PollFinding.NO_RESPONSE, null);
    poll(PollFinding.NOT_POLLED, null);
    poll(PollFinding.NOT_FOUND, "note");
    PollHistory history = afterTakeover().history();
    assertEquals(2, history.notFoundPolls());
    assertEquals(10, history.notFoundFor().toSeconds());
    assertEquals(10, history.unansweredFor().toSeconds());
    assertEquals("note", history.note());
    poll(PollFinding.UNKNOWN_STATUS, null);
    assertEquals("note", afterTakeover().history().note());
    poll(PollFinding.STATUS, null);
    assertEquals(PollHistory.NONE, afterTakeover().history());
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
    RunningTask one = memory.begin(List.of(snapshot()), now, LASTING).get(0);
    RunningTask other = one;
    PollChange done = PollChange.unsure(result(one, TaskStatus.DONE), PollHistory.NONE);
    PollChange late = PollChange.unsure(result(other, TaskStatus.PROCESSING), PollHistory.NONE);
    assertEquals(1, await(pollStore.record(List.of(done))).size());
    assertEquals(0, await(pollStore.record(List.of(done))).size());
    assertEquals(0, await(pollStore.record(List.of(late))).size());
    assertEquals("DONE", postgres.text("select status from task where id = '" + id + "'"));
    assertEquals(1, postgres.count("task_event where task_id = '" + id + "'"));
  }

  @Test
  void aPollOfAnEarlierSubmitChangesNothing() {
    PollResult done = result(snapshot(), TaskStatus.DONE);
    postgres.sql("update task set attempt = 2 where id = '" + id + "'");
    PollChange change = PollChange.unsure(done, PollHistory.NONE);
    assertEquals(0, await(pollStore.record(List.of(change))).size());
  }

  private int events(PollFinding finding, String note) {
    int before = postgres.count("task_event where task_id = '" + id + "'");
    poll(finding, note);
    return postgres.count("task_event where task_id = '" + id + "'") - before;
  }

  private PollChange poll(PollFinding finding, String note) {
    now += Duration.ofMillis(1).toNanos();
    RunningTask task = memory.begin(List.of(snapshot()), now, LASTING).get(0);
    boolean told = finding == PollFinding.STATUS;
    PollResult result =
        PollResult.of(
                task,
                new PollResult.State(
                    task.status(),
                    told ? "INITIALIZING" : null,
                    null,
                    null,
                    told ? task.age() : null),
                finding)
            .withNote(note);
    PollChange change = memory.change(task, result, now, LASTING);
    if (change.isWritten()) {
      List<TaskChange> changes = await(pollStore.record(List.of(change)));
      changes.forEach(one -> memory.changed(one, now));
    }
    memory.polled(task, change, now);
    return change;
  }

  private static PollResult result(RunningTask task, TaskStatus status) {
    return PollResult.of(
        task,
        new PollResult.State(status, status.name(), null, null, task.age()),
        PollFinding.STATUS);
  }

  private void readAgain() {
    memory.read(await(reader.of(rows.account(), List.of(id))), now);
  }

  private RunningTask snapshot() {
    return await(reader.of(rows.account(), List.of(id))).get(0).task();
  }

  private RunningTask afterTakeover() {
    RunningTask row = snapshot();
    return new PolledTask(new RunningTaskRow(row, 1, null), now).at(now);
  }
}
