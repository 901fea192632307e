package io.anteroom.bulk;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IdleReplica;
import io.anteroom.PostgresFixture;
import io.anteroom.TestEnvironment;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.bulk.BulkActionStep.Next;
import io.anteroom.task.Task;
import io.anteroom.task.TaskRepository;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps of a bulk action, one by one: no replica runs it by itself here. */
@QuarkusTest
@TestProfile(IdleReplica.class)
@QuarkusTestResource(TestEnvironment.class)
class BulkActionStepTest {

  private static final int BATCH = 100;

  @Inject BulkActions actions;
  @Inject BulkActionRepository repository;
  @Inject BulkActionStore store;
  @Inject BulkActionStep step;
  @Inject TaskActions taskActions;
  @Inject TaskRepository tasks;

  /** The replica that had the bulk action before. */
  private final UUID other = UUID.randomUUID();

  @AutoClose private final TasksOfTest ours = new TasksOfTest();
  private final PostgresFixture postgres = ours.postgres;

  @BeforeEach
  void enter() {
    postgres.sql(
        "insert into replica (id, lease_until) values ('%s', now() + interval '1 hour')"
            .formatted(other));
  }

  @AfterEach
  void leave() {
    postgres.sql("delete from replica where id = '%s'".formatted(other));
  }

  @Test
  void aStepTakesABatchNewestFirst() {
    ours.insertFailed("alice", BATCH + 30);
    List<UUID> newest = ours.newestFirst().subList(0, BATCH);
    UUID id = start(BulkActionKind.RETRY);
    assertEquals(Next.ANOTHER_BATCH, await(step.run()));
    assertEquals(BATCH, find(id).done());
    assertEquals(
        newest,
        postgres
            .sql("select retry_of from task where retry_of is not null and " + ours.ours())
            .stream()
            .map(row -> row.getUUID(0))
            .sorted((one, two) -> two.toString().compareTo(one.toString()))
            .toList());
    assertEquals(Next.ANOTHER_BATCH, await(step.run()));
    assertEquals(BATCH + 30, find(id).done());
    assertEquals(Next.NOTHING_TO_DO, await(step.run()));
    assertEquals(BulkActionState.FINISHED, find(id).state());
    assertEquals(Next.NOTHING_TO_DO, await(step.run()));
  }

  @Test
  void whatIsAcceptedLaterIsLeftAlone() {
    ours.insertFailed("alice", 1);
    UUID id = start(BulkActionKind.RETRY);
    ours.insertFailed("alice", 5);
    runToTheEnd();
    assertEquals(1, find(id).done());
  }

  @Test
  void aBatchThatAnotherReplicaLeftHalfDoneIsRepeatedAndNoTaskIsRetriedTwice() {
    ours.insertFailed("alice", 10);
    UUID id = start(BulkActionKind.RETRY);
    BulkActionInHand left = begin(id);
    apply(left, 4);
    assertEquals(Next.NOTHING_TO_DO, await(step.run()), "the other replica is alive");
    dies();
    runToTheEnd();
    assertEquals(10, find(id).done());
    assertEquals(0, find(id).skipped());
    assertEquals(10, ours.retries());
    String retried = "(select distinct retry_of from task where retry_of is not null and %s) r";
    assertEquals(10, postgres.count(retried.formatted(ours.ours())));
  }

  @Test
  void aReplicaThatWakesUpAfterItWasReplacedChangesNothing() {
    ours.insertFailed("alice", 10);
    UUID id = start(BulkActionKind.RETRY);
    BulkActionInHand left = begin(id);
    dies();
    runToTheEnd();
    apply(left, 10);
    BatchOutcome all = BatchOutcome.of(List.of(new TaskOutcome.Failed(left.batch().get(0))), false);
    await(store.settle(left, other, all));
    await(store.end(left, other));
    assertEquals(10, ours.retries());
    assertEquals(10, find(id).done());
    assertEquals(0, find(id).failed());
    assertEquals(List.of(), find(id).reasons());
  }

  @Test
  void aRepeatedCancelCountsWhatItCancelledBefore() {
    ours.insertQueued(6);
    UUID id = start(BulkActionKind.CANCEL);
    BulkActionInHand left = begin(id);
    apply(left, 3);
    dies();
    runToTheEnd();
    assertEquals(6, find(id).done());
    assertEquals(6, postgres.count("task where status = 'CANCELLED' and " + ours.ours()));
    assertEquals(6, postgres.count("task_event where phase = 'ended' and task_" + inOurs()));
  }

  @Test
  void whatEndedMeanwhileIsNotCancelled() {
    ours.insertQueued(2);
    UUID id = start(BulkActionKind.CANCEL);
    begin(id);
    postgres.sql(
        "update task set phase = 'ended', status = 'DONE', updated_at = now() where "
            + ours.ours());
    dies();
    runToTheEnd();
    assertEquals(0, find(id).done());
    assertEquals("ended", find(id).reasons().get(0).reason());
    assertEquals(2, find(id).reasons().get(0).tasks());
  }

  @Test
  void aRepeatedRedeliverBeginsNoDeliveryTwice() {
    ours.insertFailed("alice", 4);
    postgres.sql(
        """
        insert into callback (id, client, type, url, endpoint, state, delivery_started_at)
        select id, client, 'task.failed', 'https://e.invalid/', 'https://e.invalid', 'exhausted',
               now() - interval '1 day'
        from task where %s
        """
            .formatted(ours.ours()));
    UUID id = start(BulkActionKind.REDELIVER);
    BulkActionInHand left = begin(id);
    apply(left, 2);
    postgres.sql("update callback set state = 'delivered' where state = 'pending' and " + inOurs());
    dies();
    runToTheEnd();
    assertEquals(4, find(id).done());
    assertEquals(2, postgres.count("callback where state = 'delivered' and " + inOurs()));
    assertEquals(2, postgres.count("callback where state = 'pending' and " + inOurs()));
    postgres.sql("delete from callback where " + inOurs());
  }

  @Test
  void aStopSettlesTheBatchInHandAndTakesNoOther() {
    ours.insertFailed("alice", BATCH + 30);
    UUID id = start(BulkActionKind.RETRY);
    BulkActionInHand left = begin(id, BATCH);
    apply(left, 20);
    await(actions.stop(id, "somebody", ChangeScope.ALONE));
    assertEquals(BulkActionState.STOPPING, find(id).state());
    dies();
    runToTheEnd();
    BulkAction stopped = find(id);
    assertEquals(BulkActionState.STOPPED, stopped.state());
    assertEquals("somebody", stopped.stoppedBy());
    assertEquals(BATCH, stopped.done());
    assertNotNull(stopped.endedAt());
  }

  @Test
  void anotherIsNotStartedMeanwhile() {
    ours.insertFailed("alice", 1);
    UUID id = start(BulkActionKind.RETRY);
    assertEquals(id, await(actions.running()).orElseThrow());
    assertTrue(
        await(
                actions.start(
                    BulkActionKind.RETRY, ours.filter(), "o", "r", 1, n -> ChangeScope.ALONE))
            .isEmpty());
    runToTheEnd();
    assertTrue(await(actions.running()).isEmpty());
  }

  private UUID start(BulkActionKind kind) {
    int matched = await(actions.count(kind, ours.filter()));
    return await(
            actions.start(kind, ours.filter(), "somebody", "why", matched, id -> ChangeScope.ALONE))
        .orElseThrow();
  }

  /** The other replica takes all of them in hand. */
  private BulkActionInHand begin(UUID id) {
    return begin(id, ours.newestFirst().size());
  }

  private BulkActionInHand begin(UUID id, int count) {
    BulkActionInHand claimed = await(store.claim(other)).orElseThrow();
    assertEquals(id, claimed.id());
    List<UUID> ids = ours.newestFirst().subList(0, count);
    return await(store.begin(claimed, other, ids, ids.get(count - 1))).orElseThrow();
  }

  /** It settles some of them, and counts nothing. */
  private void apply(BulkActionInHand action, int count) {
    List<Task> found = await(tasks.all(action.batch().subList(0, count), client -> true));
    found.forEach(task -> await(taskActions.of(action, found).chain(one -> one.apply(task))));
  }

  private void dies() {
    postgres.sql("update replica set lease_until = now() where id = '%s'".formatted(other));
  }

  private void runToTheEnd() {
    Next next = Next.ANOTHER_BATCH;
    while (next == Next.ANOTHER_BATCH) {
      next = await(step.run());
    }
    assertEquals(Next.NOTHING_TO_DO, next);
  }

  private BulkAction find(UUID id) {
    return await(repository.find(id));
  }

  private String inOurs() {
    return "id in (select id from task where " + ours.ours() + ")";
  }
}
