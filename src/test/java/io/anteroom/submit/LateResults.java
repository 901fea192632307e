package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.anteroom.reconcile.InDoubtTasks;
import io.anteroom.task.FailureReason;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskFixture;
import java.time.Duration;
import java.util.UUID;

/** Results of submits whose lease was lost, on a real PostgreSQL. */
final class LateResults implements AutoCloseable {

  private static final UUID FORMER = UUID.randomUUID();

  final TaskFixture store = TaskFixture.create();
  private final LateResultStore late = new LateResultStore(store.pool());
  final SubmitStore submitStore = new SubmitStore(store.pool());
  private final InDoubtTasks inDoubtTasks = new InDoubtTasks(store.pool());

  /** Queued again after its first submit was not found. */
  UUID absentOnce() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "next_check_at = now()");
    await(
        inDoubtTasks.absent(
            await(inDoubtTasks.claim("default", 1, Duration.ofMinutes(1))).get(0), Duration.ZERO));
    assertEquals("queued", store.text(id, "phase"));
    return id;
  }

  /** Records a result in time; false where it no longer counts. */
  boolean recorded(MarkedTask markedTask, Phase phase) {
    return await(
            submitStore.record(
                new SubmitResult(
                    markedTask.id(),
                    markedTask.attempt(),
                    store.replica(),
                    phase,
                    "u-" + markedTask.attempt(),
                    null,
                    Duration.ZERO,
                    null)))
        .isPresent();
  }

  static void settles(LateResult result) {
    assertInstanceOf(LateResult.Settled.class, result);
  }

  LateResult accepted(UUID id, int attempt) {
    return record(id, attempt, Phase.RUNNING, null, null);
  }

  LateResult record(UUID id, int attempt, Phase phase, String error, InDoubtReason inDoubtReason) {
    return record(result(id, attempt, phase, error, inDoubtReason));
  }

  /** An intermediary refused it. */
  LateResult refusedByIntermediary(UUID id, int attempt, Phase phase) {
    return record(result(id, attempt, phase, "404 page not found", null).byIntermediary());
  }

  LateResult record(SubmitResult result) {
    return await(late.record(result));
  }

  private static SubmitResult result(
      UUID id, int attempt, Phase phase, String error, InDoubtReason inDoubtReason) {
    String upstreamId = phase == Phase.RUNNING ? "u-" + attempt : null;
    return new SubmitResult(
        id,
        attempt,
        FORMER,
        phase,
        upstreamId,
        failure(phase, error),
        Duration.ofSeconds(7),
        inDoubtReason);
  }

  private static TaskFailure failure(Phase phase, String error) {
    return phase == Phase.ENDED ? TaskFailure.of(FailureReason.UPSTREAM_REFUSED, error) : null;
  }

  String followed(UUID id) {
    return store.text(id, "phase || ' ' || upstream_task_id || ' ' || attempt");
  }

  @Override
  public void close() {
    store.close();
  }
}
