package io.anteroom.task.batch;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.accept.NewTasks.newId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.accept.AcceptSettings;
import io.anteroom.accept.BatchInsert;
import io.anteroom.accept.NewBatch;
import io.anteroom.accept.NewTask;
import io.anteroom.accept.NewTasks;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.task.CancelRequests;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch is cancelled by one statement, on a real PostgreSQL. */
class BatchCancelTest {

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();

  @AutoClose("closeAndAwait")
  private static final Pool other = postgres.anotherPool();

  private static final BatchInsert intake =
      new BatchInsert(postgres.pool(), null, TestSettings.of(AcceptSettings.class));

  @BeforeEach
  void clear() {
    postgres.sql("truncate task, task_event, batch, callback, idempotency_key cascade");
  }

  @Test
  void aCancelOfTheBatchEndsWhatIsQueuedAndAsksForTheRest() {
    NewBatch batch = batch(4);
    await(intake.accept(batch));
    UUID[] ids = ids(batch).toArray(UUID[]::new);
    postgres.sql(
        "update task set phase = 'ended', status = 'DONE', ended_at = now() where id = '"
            + ids[0]
            + "'");
    postgres.sql("update batch set open = open - 1, done = done + 1");
    setPhase(ids[1], "running");
    setPhase(ids[2], "submitting");
    CancelRequests cancels = new CancelRequests(postgres.pool());
    assertTrue(await(cancels.requestBatch(batch.id(), "bob", ChangeScope.ALONE)).isNothing());
    CancelRequests.OfBatch asked =
        await(cancels.requestBatch(batch.id(), "alice", ChangeScope.ALONE));
    assertEquals(3, asked.changes().size());
    assertEquals(List.of(), asked.left());
    assertEquals("ended,cancelling,submitting,ended", phases(batch));
    assertEquals(3, postgres.count("task where cancel_requested"));
    Row stored = stored(batch);
    assertEquals(2, stored.getInteger("open"));
    assertEquals(1, stored.getInteger("cancelled"));
    assertTrue(await(cancels.requestBatch(batch.id(), "alice", ChangeScope.ALONE)).isNothing());
  }

  /** A poll or a submit has one of its tasks in hand: the cancel does not wait for it. */
  @Test
  void aCancelOfTheBatchLeavesWhatSomebodyHasInHand() {
    NewBatch batch = batch(3);
    await(intake.accept(batch));
    UUID locked = ids(batch).get(1);
    SqlConnection hand = await(other.getConnection());
    await(hand.begin());
    await(hand.query("select from task where id = '" + locked + "' for update").execute());
    CancelRequests.OfBatch asked =
        await(
            new CancelRequests(postgres.pool())
                .requestBatch(batch.id(), "alice", ChangeScope.ALONE));
    assertEquals(2, asked.changes().size());
    assertEquals(List.of(locked), asked.left());
    await(hand.query("commit").execute());
    await(hand.close());
    assertEquals("ended,queued,ended", phases(batch));
  }

  private static void setPhase(UUID task, String phase) {
    postgres.sql("update task set phase = '" + phase + "' where id = '" + task + "'");
  }

  private static String phases(NewBatch batch) {
    return postgres.text(
        "select string_agg(phase, ',' order by id) from task where batch = '" + batch.id() + "'");
  }

  private static Row stored(NewBatch batch) {
    return postgres.sql("select * from batch where id = '" + batch.id() + "'").iterator().next();
  }

  private static List<UUID> ids(NewBatch batch) {
    return batch.tasks().stream().map(NewTask::id).toList();
  }

  private static NewBatch batch(int tasks) {
    List<NewTask> texts =
        IntStream.range(0, tasks).mapToObj(i -> NewTasks.text("alice", "default")).toList();
    return new NewBatch(newId(), "alice", "ref", null, null, texts, null, null);
  }
}
