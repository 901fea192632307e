package io.anteroom.accept;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.accept.NotRetryableException.Reason;
import io.anteroom.task.TaskKind;
import io.anteroom.task.Workload;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The retention removes a request between the check of a retry and its insert. */
class RetriedRequestsTest {

  /** Enough that some share a statement with the retry. */
  private static final int OTHERS = 40;

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final TaskInsert taskInsert =
      new TaskInsert(postgres.pool(), null, TestSettings.of(AcceptSettings.class));
  private final BatchInsert batchInsert =
      new BatchInsert(postgres.pool(), null, TestSettings.of(AcceptSettings.class));

  @Test
  void aRetryWhoseRequestIsGoneFailsAloneAndLeavesNothing() {
    UUID gone = ended("null");
    IdempotencyKey key = new IdempotencyKey("again", "f");
    List<CompletableFuture<AcceptResult>> others = new ArrayList<>();
    CompletableFuture<AcceptResult> retry = null;
    for (int i = 0; i < OTHERS; i++) {
      others.add(start(NewTasks.text("bob", "a")));
      retry = i == OTHERS / 2 ? start(retryOf(gone, key)) : retry;
    }
    assertEquals(Reason.REQUEST_GONE, reason(Uni.createFrom().completionStage(retry)));
    others.forEach(other -> assertTrue(other.join().fresh()));
    assertEquals(OTHERS + 1, postgres.count("task"));
    assertEquals(0, postgres.count("idempotency_key"));
  }

  @Test
  void aRetryWhoseOriginalIsGoneFailsTheSameWay() {
    assertEquals(Reason.REQUEST_GONE, reason(taskInsert.accept(retryOf(UUID.randomUUID(), null))));
  }

  @Test
  void aBatchOfWhichOneRequestIsGoneIsNotAccepted() {
    UUID kept = ended("'{\"text\": \"kept\"}'");
    NewTask one = retryOf(kept, null);
    NewTask other = retryOf(ended("null"), null);
    assertEquals(Reason.REQUEST_GONE, reason(batchInsert.accept(batch(List.of(one, other)))));
    assertEquals(2, postgres.count("task"));
    assertEquals(0, postgres.count("batch"));
    assertTrue(await(batchInsert.accept(batch(List.of(one)))).fresh());
    assertEquals(1, postgres.count("task where request->>'text' = 'kept' and phase = 'queued'"));
  }

  private CompletableFuture<AcceptResult> start(NewTask task) {
    return taskInsert.accept(task).subscribeAsCompletionStage();
  }

  private static Reason reason(Uni<AcceptResult> accept) {
    return assertThrows(NotRetryableException.class, () -> await(accept)).reason();
  }

  private static NewBatch batch(List<NewTask> tasks) {
    return new NewBatch(NewTasks.newId(), "alice", null, null, null, tasks, null, null);
  }

  private static NewTask retryOf(UUID original, IdempotencyKey key) {
    return new NewTask(
        NewTasks.newId(),
        "alice",
        "a",
        TaskKind.TEXT,
        "c",
        null,
        null,
        TaskOptions.NONE,
        key,
        original,
        Workload.ofText(1),
        null);
  }

  private UUID ended(String request) {
    UUID id = NewTasks.newId();
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase,
                          event_no, accepted_at, updated_at, ended_at)
        values ('%s', 'alice', 'a', 'text', 'c', %s, 'FAILED', 'ended', 1, now(), now(), now())
        """
            .formatted(id, request));
    return id;
  }
}
