package io.anteroom.poll;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.poll.PollStoreTest.result;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.poll.RunningTaskReader.RunningTaskRow;
import io.anteroom.task.FailureReason;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results of polls that meet: in one statement, or at one row. */
class ConcurrentPollResultsTest {

  private static final String WAITING =
      "pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final PollStore pollStore = new PollStore(postgres.pool());

  private final RunningTaskRows rows = new RunningTaskRows(postgres);
  private UUID id;

  @BeforeEach
  void oneRunningTask() {
    id = rows.running(1, "c").get(0);
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

  /** Nothing of that statement is written: each of its polls fails, and the next ones are told. */
  @Test
  void whereASharedStatementFailsItsPollsAreRecordedByTheNextOnes() {
    rows.running(3, "c");
    List<RunningTask> tasks = rows.read().stream().map(RunningTaskRow::task).toList();
    postgres.sql(
        "alter table task add constraint refused check (status <> 'DONE' or id <> '%s')"
            .formatted(tasks.get(2).id()));
    SqlConnection lock = await(postgres.pool().getConnection());
    await(lock.query("begin; lock table task in exclusive mode").execute());
    List<CompletableFuture<List<TaskChange>>> first = recordEach(tasks);
    await(lock.query("commit").execute().chain(lock::close));
    List<Boolean> written =
        first.stream()
            .map(told -> told.handle((changes, failure) -> failure == null).join())
            .toList();
    assertTrue(written.get(0), "it was alone in its statement");
    assertFalse(written.get(2), "it is refused");
    assertTrue(
        written.stream().filter(each -> !each).count() > 1, "and those beside it: " + written);
    postgres.sql("alter table task drop constraint refused");
    assertEquals(
        written.stream().map(each -> each ? 0 : 1).toList(),
        recordEach(tasks).stream().map(told -> told.join().size()).toList());
  }

  private static List<CompletableFuture<List<TaskChange>>> recordEach(List<RunningTask> tasks) {
    return tasks.stream()
        .map(task -> pollStore.record(List.of(result(task, TaskStatus.DONE))))
        .map(Uni::subscribeAsCompletionStage)
        .toList();
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
}
