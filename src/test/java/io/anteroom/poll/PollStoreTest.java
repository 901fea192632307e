package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.poll.RunningTaskReader.RunningTaskRow;
import io.anteroom.task.FailureReason;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What polls write into a real PostgreSQL, with the tasks in memory as the poller has them. */
class PollStoreTest {

  private static final Duration CLAIM = Duration.ofSeconds(16);

  private static final String WAITING =
      "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

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

  /** As if they were recorded one after the other. */
  @Test
  void ofResultsInOneStatementTheOneCountsThatHasComeFarthest() {
    RunningTask task = rows.read().get(0).task();
    TaskFailure gone = new TaskFailure(FailureReason.GONE_UPSTREAM, 404, "gone");
    PollResult.State failed = PollResult.State.ended(TaskStatus.FAILED, gone);
    List<PollResult> all =
        List.of(
            result(task, TaskStatus.DOWNLOADING),
            result(task, TaskStatus.DONE),
            PollResult.of(task, failed, PollFinding.NOT_FOUND),
            result(task, TaskStatus.PROCESSING));
    List<TaskChange> changes = await(pollStore.record(all));
    assertEquals(List.of(TaskStatus.DONE), changes.stream().map(TaskChange::status).toList());
  }

  /** Who polled learns from an end, and remembers what stands in the row. */
  @Test
  void aChangeIsToldToTheOneWhoseResultWasWritten() {
    rows.running(2, "c");
    List<RunningTask> tasks = rows.read().stream().map(RunningTaskRow::task).toList();
    SqlConnection lock = await(postgres.pool().getConnection());
    await(lock.query("begin; lock table task in exclusive mode").execute());
    List<CompletableFuture<List<TaskChange>>> told =
        Stream.of(
                result(tasks.get(1), TaskStatus.DONE),
                result(tasks.get(2), TaskStatus.DONE),
                result(tasks.get(0), TaskStatus.DOWNLOADING),
                result(tasks.get(0), TaskStatus.PROCESSING))
            .map(result -> pollStore.record(List.of(result)).subscribeAsCompletionStage())
            .toList();
    await(lock.query("commit").execute().chain(lock::close));
    assertEquals(List.of(1, 1, 0, 1), told.stream().map(t -> t.join().size()).toList());
  }

  /** Those that come while a statement is under way share the next one. */
  @Test
  void pollsThatEndAtOnceShareStatements() {
    List<UUID> ids = new ArrayList<>(rows.running(200, "c"));
    ids.add(id);
    Map<UUID, RunningTask> tasks =
        rows.read().stream()
            .map(RunningTaskRow::task)
            .collect(Collectors.toMap(RunningTask::id, task -> task));
    List<List<TaskChange>> changes =
        await(
            Uni.join()
                .all(
                    ids.stream()
                        .map(one -> List.of(result(tasks.get(one), TaskStatus.PROCESSING)))
                        .map(pollStore::record)
                        .toList())
                .andFailFast());
    assertEquals(
        ids, changes.stream().flatMap(List::stream).map(TaskChange::id).toList(), "each its own");
    String own = "account = '%s'".formatted(rows.account());
    int transactions =
        postgres.number("select count(distinct event_xid)::int from task where " + own);
    assertTrue(transactions < 50, transactions + " transactions");
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

  /** Nothing is locked before: the row is compared as it is when it is changed. */
  @Test
  void aResultThatWaitedForAnotherOneDoesNotSetTheStatusBack() {
    RunningTask task = rows.read().get(0).task();
    SqlConnection other = await(postgres.pool().getConnection());
    await(other.query("begin").execute());
    String change = "update task set status = 'PROCESSING', event_no = 2 where id = '%s'";
    await(other.query(change.formatted(id)).execute());
    CompletableFuture<List<TaskChange>> late =
        pollStore
            .record(List.of(result(task, TaskStatus.DOWNLOADING)))
            .subscribeAsCompletionStage();
    Awaitility.await().until(() -> postgres.count(WAITING) > 0);
    await(other.query("commit").execute().chain(other::close));
    assertEquals(List.of(), late.join());
    assertEquals("PROCESSING", postgres.text("select status from task where id = '" + id + "'"));
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

  private static PollResult result(RunningTask task, TaskStatus status) {
    return PollResult.of(
        task,
        new PollResult.State(status, status.name(), null, null, task.age()),
        PollFinding.STATUS);
  }

  private PollHistory history() {
    return rows.read().get(0).task().history();
  }
}
