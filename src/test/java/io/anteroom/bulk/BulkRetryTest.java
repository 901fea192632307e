package io.anteroom.bulk;

import static io.anteroom.PostgresFixture.await;
import static io.anteroom.TestCalls.jsonOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anteroom.IdleReplica;
import io.anteroom.PostgresFixture;
import io.anteroom.TestEnvironment;
import io.anteroom.accept.TaskService;
import io.anteroom.accept.queue.QueueFullException;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.bulk.BulkActionStep.Next;
import io.anteroom.task.TaskStatus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bulk retries that a queue, a configuration or a retention is in the way of. */
@QuarkusTest
@TestProfile(IdleReplica.class)
@QuarkusTestResource(TestEnvironment.class)
class BulkRetryTest {

  /** Erin may have twenty queued tasks, of which a bulk action leaves two to her. */
  private static final int FREE = 18;

  @Inject BulkActions actions;
  @Inject BulkActionRepository repository;
  @Inject BulkActionStep step;

  @AutoClose private final TasksOfTest ours = new TasksOfTest();
  private final PostgresFixture postgres = ours.postgres;

  @Inject TaskService taskService;

  /** What is known of her queue may be of the test before. */
  @BeforeEach
  void awaitEmptyQueue() {
    Awaitility.await()
        .ignoreException(QueueFullException.class)
        .until(() -> await(taskService.requireCapacity("default", "erin", 20)) == null);
  }

  @AfterEach
  void clean() {
    postgres.sql("delete from task where client = 'erin'");
  }

  @Test
  void aFullQueueKeepsItsOwnTasksWaitingAndNoOthers() {
    ours.insertFailed("bob", 10);
    ours.insertFailed("erin", 30);
    ours.insertFailed("bob", 10);
    UUID id = start();
    runUntilTheQueueIsFull(id, 20 + FREE);
    BulkAction waits = find(id);
    assertEquals("queue-full", waits.waitsFor());
    assertEquals(20 + FREE, waits.done());
    assertEquals(30 - FREE, waits.inHand());
    assertEquals(FREE, retriesOf("erin"));
    assertEquals(20, retriesOf("bob"));
    jsonOf(TestEnvironment.ERIN, "{\"text\": \"hers\", \"collection_id\": \"hers\"}")
        .post("/index/text")
        .then()
        .statusCode(200);
    postgres.sql(
        """
        update task set phase = 'ended', status = 'DONE', ended_at = now()
        where client = 'erin' and phase = 'queued'
        """);
    Awaitility.await().until(() -> await(step.run()) == Next.ANOTHER_BATCH);
    assertEquals(30, retriesOf("erin"));
    assertEquals(50, find(id).done());
    assertNull(find(id).waitsFor());
  }

  @Test
  void aStopDoesNotWaitForAQueue() {
    ours.insertFailed("erin", 30);
    UUID id = start();
    runUntilTheQueueIsFull(id, FREE);
    await(actions.stop(id, "somebody", ChangeScope.ALONE));
    assertEquals(Next.ANOTHER_BATCH, await(step.run()));
    assertEquals(Next.NOTHING_TO_DO, await(step.run()));
    BulkAction stopped = find(id);
    assertEquals(BulkActionState.STOPPED, stopped.state());
    assertEquals(FREE, stopped.done());
    assertEquals(30 - FREE, stopped.skipped());
    assertEquals("stopped", stopped.reasons().get(0).reason());
  }

  @Test
  void whatCannotBeRetriedSaysWhy() {
    ours.insert("alice", 1, TaskStatus.FAILED, "null");
    ours.insertFailed("nobody", 2);
    ours.insertFailed("frank", 3);
    ours.insertFailed("alice", 4);
    postgres.sql(
        """
        update task set kind = 'upload', file_path = 'gone', file_name = 'f', file_type = 't',
          file_size = 1, file_sha256 = 'x'
        where client = 'alice' and request is not null and %s
        """
            .formatted(ours.ours()));
    UUID id = start();
    await(step.run());
    BulkAction settled = find(id);
    assertEquals(0, settled.done());
    assertEquals(10, settled.skipped());
    assertEquals(
        List.of("file-gone 4", "collection-forbidden 3", "client-gone 2", "request-gone 1"),
        settled.reasons().stream().map(r -> r.reason() + " " + r.tasks()).toList());
  }

  private UUID start() {
    return await(
            actions.start(
                BulkActionKind.RETRY, ours.filter(), "somebody", "why", 1, id -> ChangeScope.ALONE))
        .orElseThrow();
  }

  /** A task that is accepted while the queue is counted may count twice, until the next count. */
  private void runUntilTheQueueIsFull(UUID id, int done) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              assertEquals(Next.TASKS_WAIT, await(step.run()));
              return find(id).done() >= done;
            });
    assertEquals(Next.TASKS_WAIT, await(step.run()));
  }

  private BulkAction find(UUID id) {
    return await(repository.find(id));
  }

  private long retriesOf(String client) {
    return postgres.count("task where retry_of is not null and client = '%s'".formatted(client));
  }
}
