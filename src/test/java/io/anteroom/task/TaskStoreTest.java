package io.anteroom.task;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.accept.AcceptResult;
import io.anteroom.accept.AcceptSettings;
import io.anteroom.accept.NewTask;
import io.anteroom.accept.NewTasks;
import io.anteroom.accept.TaskInsert;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.cluster.DeadReplicaTakeover;
import io.anteroom.cluster.ReplicaLeases;
import io.anteroom.poll.PollFinding;
import io.anteroom.poll.PollResult;
import io.anteroom.poll.PollStore;
import io.anteroom.submit.FairQueue;
import io.anteroom.submit.MarkedTask;
import io.anteroom.submit.SubmitResult;
import io.anteroom.submit.SubmitStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that change tasks, on a real PostgreSQL. */
class TaskStoreTest {

  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration LATER = Duration.ofHours(1);
  private static final Duration LEASE = Duration.ofSeconds(30);

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final TaskInsert taskInsert =
      new TaskInsert(postgres.pool(), null, TestSettings.of(AcceptSettings.class));
  private static final FairQueue fairQueue = new FairQueue();
  private static final SubmitStore submitStore = new SubmitStore(postgres.pool());
  private static final PollStore pollStore = new PollStore(postgres.pool());
  private static final ReplicaLeases replicaLeases = new ReplicaLeases(postgres.pool());
  private static final CancelRequests cancelRequests = new CancelRequests(postgres.pool());

  private String account;
  private UUID replica;

  @BeforeEach
  void replica() {
    account = "a" + UUID.randomUUID();
    replica = UUID.randomUUID();
    await(replicaLeases.enter(replica, LEASE));
  }

  @Test
  void concurrentAcceptsAreAllStoredWithTheirFirstEvent() {
    List<NewTask> tasks = IntStream.range(0, 500).mapToObj(i -> task()).toList();
    List<AcceptResult> accepted =
        await(Uni.join().all(tasks.stream().map(taskInsert::accept).toList()).andFailFast());
    assertTrue(accepted.stream().allMatch(AcceptResult::fresh));
    assertEquals(500, postgres.count("task where account = '" + account + "'"));
    assertEquals(
        500,
        postgres.count(
            "task_event e join task t on t.id = e.task_id and e.no = 1 where t.account = '"
                + account
                + "'"));
  }

  @Test
  void concurrentMarksTakeEachTaskOnce() {
    List<NewTask> tasks = IntStream.range(0, 100).mapToObj(i -> task()).toList();
    tasks.forEach(task -> await(taskInsert.accept(task)));
    List<List<MarkedTask>> marked =
        await(Uni.join().all(IntStream.range(0, 12).mapToObj(i -> mark(9)).toList()).andFailFast());
    List<UUID> all = new ArrayList<>();
    marked.forEach(some -> some.forEach(m -> all.add(m.id())));
    all.addAll(await(mark(100)).stream().map(MarkedTask::id).toList());
    assertEquals(100, all.size());
    assertEquals(100, new HashSet<>(all).size());
  }

  @Test
  void theOldestTaskIsMarkedFirst() {
    UUID first = await(taskInsert.accept(task())).id();
    UUID second = await(taskInsert.accept(task())).id();
    assertEquals(List.of(first), await(mark(1)).stream().map(MarkedTask::id).toList());
    assertEquals(List.of(second), await(mark(1)).stream().map(MarkedTask::id).toList());
  }

  @Test
  void aReplicaWithoutALeaseMarksNothing() {
    await(taskInsert.accept(task()));
    await(replicaLeases.leave(replica));
    assertEquals(List.of(), await(mark(10)));
  }

  @Test
  void submitsOfADeadReplicaAreInDoubtAndFenced() {
    UUID id = await(taskInsert.accept(task())).id();
    MarkedTask marked = await(mark(1)).get(0);
    await(replicaLeases.leave(replica));
    await(new DeadReplicaTakeover(postgres.pool(), null, new SimpleMeterRegistry()).takeOver());
    assertEquals("in_doubt", text(id, "phase"));
    Optional<TaskChange> late = await(submitStore.record(result(marked, Phase.RUNNING)));
    assertEquals(Optional.empty(), late);
    assertEquals("in_doubt", text(id, "phase"));
  }

  @Test
  void statusesOnlyGoForwardWhateverTheOrderOfPolls() {
    UUID id = running();
    assertEquals(1, await(pollStore.record(List.of(poll(id, TaskStatus.PROCESSING)))).size());
    assertEquals(0, await(pollStore.record(List.of(poll(id, TaskStatus.DOWNLOADING)))).size());
    assertEquals("PROCESSING", text(id, "status"));
    assertEquals(1, await(pollStore.record(List.of(poll(id, TaskStatus.DONE)))).size());
    assertEquals(0, await(pollStore.record(List.of(poll(id, TaskStatus.FAILED)))).size());
    assertEquals("DONE", text(id, "status"));
    assertEquals(4, postgres.count("task_event where task_id = '" + id + "'"));
  }

  @Test
  void aPollWithoutAChangeWritesNoEvent() {
    UUID id = running();
    await(pollStore.record(List.of(poll(id, TaskStatus.PROCESSING))));
    int events = postgres.count("task_event where task_id = '" + id + "'");
    assertEquals(0, await(pollStore.record(List.of(poll(id, TaskStatus.PROCESSING)))).size());
    assertEquals(events, postgres.count("task_event where task_id = '" + id + "'"));
  }

  @Test
  void aQueuedTaskIsCancelledAtOnce() {
    UUID id = await(taskInsert.accept(task())).id();
    await(cancelRequests.request(id, "alice", ChangeScope.ALONE));
    assertEquals("CANCELLED", text(id, "status"));
    assertEquals("ended", text(id, "phase"));
    assertEquals(List.of(), await(mark(1)));
  }

  @Test
  void aCancelDuringTheSubmitAppliesAfterIt() {
    UUID id = await(taskInsert.accept(task())).id();
    MarkedTask marked = await(mark(1)).get(0);
    await(cancelRequests.request(id, "alice", ChangeScope.ALONE));
    assertEquals("submitting", text(id, "phase"));
    await(submitStore.record(result(marked, Phase.RUNNING)));
    assertEquals("cancelling", text(id, "phase"));
  }

  @Test
  void aCancelledSubmitThatWasNotSentEnds() {
    UUID id = await(taskInsert.accept(task())).id();
    MarkedTask marked = await(mark(1)).get(0);
    await(cancelRequests.request(id, "alice", ChangeScope.ALONE));
    await(submitStore.record(result(marked, Phase.QUEUED)));
    assertEquals("CANCELLED", text(id, "status"));
  }

  private UUID running() {
    UUID id = await(taskInsert.accept(task())).id();
    await(submitStore.record(result(await(mark(1)).get(0), Phase.RUNNING)));
    return id;
  }

  private NewTask task() {
    return NewTasks.text("alice", account);
  }

  private Uni<List<MarkedTask>> mark(int max) {
    return postgres
        .pool()
        .withTransaction(
            c ->
                fairQueue
                    .next(c, account, TaskKind.TEXT)
                    .chain(
                        turn -> fairQueue.mark(c, turn, max, Long.MAX_VALUE, replica, List.of())));
  }

  private SubmitResult result(MarkedTask marked, Phase phase) {
    return new SubmitResult(
        marked.id(), marked.attempt(), replica, phase, "u-" + marked.id(), null, SOON, null);
  }

  private static PollResult poll(UUID id, TaskStatus status) {
    TaskFailure failure =
        status == TaskStatus.FAILED ? TaskFailure.of(FailureReason.UPSTREAM_FAILED, null) : null;
    return new PollResult(
        id,
        1,
        new PollResult.State(status, status.name(), null, failure, Duration.ZERO),
        false,
        Duration.ZERO,
        LATER,
        PollFinding.STATUS,
        null);
  }

  private static String text(UUID id, String column) {
    return postgres.text("select " + column + " from task where id = '" + id + "'");
  }
}
