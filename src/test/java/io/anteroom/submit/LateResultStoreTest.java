package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anteroom.accept.TaskOptions;
import io.anteroom.reconcile.InDoubtTasks;
import io.anteroom.task.FailureReason;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.SubmitAttempt;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskFixture;
import io.anteroom.task.TaskKind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of submits whose lease was lost, for each state of their task. */
class LateResultStoreTest {

  private static final UUID FORMER = UUID.randomUUID();

  @AutoClose private static final TaskFixture store = TaskFixture.create();
  private static final LateResultStore late = new LateResultStore(store.pool());
  private static final SubmitStore submitStore = new SubmitStore(store.pool());
  private static final InDoubtTasks inDoubtTasks = new InDoubtTasks(store.pool());

  @BeforeEach
  void empty() {
    store.clear();
  }

  @Test
  void anAcceptSettlesATaskInDoubt() {
    UUID id = store.inDoubt(Duration.ofSeconds(9));
    settles(accepted(id, 1));
    assertEquals("running u-1", store.text(id, "phase || ' ' || upstream_task_id"));
    assertEquals(9, store.number(id, "extract(epoch from now() - submitted_at)::int"));
    assertInstanceOf(LateResult.Nothing.class, accepted(id, 1), "told twice");
  }

  @Test
  void anAcceptOfATaskThatIsToBeCancelledIsCancelled() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.cancel(id);
    settles(accepted(id, 1));
    assertEquals("cancelling", store.text(id, "phase"));
  }

  @Test
  void anAcceptSettlesATaskThatWasFoundAbsentAndQueued() {
    UUID id = absentOnce();
    settles(accepted(id, 1));
    assertEquals("running u-1 1", followed(id));
  }

  /** The later submit is under way: it becomes one that may have happened. */
  @Test
  void anAcceptIsFollowedWhereALaterSubmitIsUnderWay() {
    UUID id = absentOnce();
    MarkedTask second = store.mark();
    settles(accepted(id, 1));
    assertEquals("running u-1 2", followed(id));
    assertEquals("{1,2}", store.text(id, "in_doubt_attempts"));
    assertNull(store.text(id, "lease_owner"));
    assertEquals(false, recorded(second, Phase.RUNNING));
    assertInstanceOf(LateResult.SecondAsset.class, accepted(id, 2));
    assertEquals("running u-1 2", followed(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUEUED", "ENDED"})
  void aLaterSubmitWithoutEffectIsForgotten(Phase phase) {
    UUID id = absentOnce();
    store.mark();
    settles(accepted(id, 1));
    assertInstanceOf(LateResult.Nothing.class, record(id, 2, phase, null, null));
    assertEquals("running u-1 2", followed(id));
    assertEquals("{1}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void anAcceptIsFollowedWhereALaterSubmitIsInDoubt() {
    UUID id = absentOnce();
    store.record(store.mark(), Phase.IN_DOUBT);
    settles(accepted(id, 1));
    assertEquals("running u-1 2", followed(id));
    assertEquals("{1,2}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void anAcceptIsASecondAssetWhereALaterSubmitIsFollowed() {
    UUID id = absentOnce();
    store.record(store.mark(), Phase.RUNNING);
    assertInstanceOf(LateResult.SecondAsset.class, accepted(id, 1));
    assertEquals("running u-" + id + " 2", followed(id));
  }

  @Test
  void anAcceptChangesNoTaskThatHasEnded() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "phase = 'ended', status = 'FAILED', ended_at = now()");
    assertInstanceOf(LateResult.EndedBefore.class, accepted(id, 1));
    store.set(id, "status = 'DONE', upstream_task_id = 'u-1'");
    assertInstanceOf(LateResult.Nothing.class, accepted(id, 1));
    store.set(id, "upstream_task_id = 'u-2'");
    assertInstanceOf(LateResult.SecondAsset.class, accepted(id, 1));
    assertEquals("ended DONE", store.text(id, "phase || ' ' || status"));
  }

  /** A failover may lose the commit of the mark itself. */
  @Test
  void anAcceptOfAnAttemptUnknownToTheStoreCounts() {
    UUID id = store.accept(TaskOptions.NONE);
    settles(accepted(id, 3));
    assertEquals("running u-1 3".replace("u-1", "u-3"), followed(id));
  }

  @Test
  void aRefusalEndsATaskInDoubt() {
    UUID id = store.inDoubt(Duration.ZERO);
    settles(record(id, 1, Phase.ENDED, "no such collection", null));
    assertEquals("ended FAILED", store.text(id, "phase || ' ' || status"));
    assertEquals("no such collection", store.text(id, "error"));
    assertEquals("{}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void aRefusalEndsATaskThatWaitsForItsNextSubmit() {
    UUID id = absentOnce();
    settles(record(id, 1, Phase.ENDED, "no", null));
    assertEquals("FAILED", store.text(id, "status"));
  }

  @Test
  void aSubmitThatDidNotHappenIsQueuedAtOnce() {
    UUID id = store.inDoubt(Duration.ZERO);
    settles(record(id, 1, Phase.QUEUED, null, null));
    assertEquals("queued", store.text(id, "phase"));
    assertEquals("{}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void aCancelledSubmitThatDidNotHappenEnds() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.cancel(id);
    settles(record(id, 1, Phase.QUEUED, null, null));
    assertEquals("CANCELLED", store.text(id, "status"));
  }

  @ParameterizedTest
  @CsvSource({"RUNNING", "IN_DOUBT"})
  void aSubmitThatDidNotHappenDoesNotSettleALaterOne(Phase later) {
    UUID id = absentOnce();
    store.record(store.mark(), later);
    for (Phase phase : List.of(Phase.ENDED, Phase.QUEUED)) {
      assertInstanceOf(LateResult.Nothing.class, record(id, 1, phase, "no", null));
    }
    assertEquals(later.label(), store.text(id, "phase"));
    assertEquals(later == Phase.RUNNING ? "{}" : "{2}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void anErrorResponseShortensTheDoubt() {
    UUID id = store.inDoubt(Duration.ofSeconds(50));
    record(id, 1, Phase.IN_DOUBT, null, InDoubtReason.LOST);
    assertEquals("lost 50", doubt(id));
    record(id, 1, Phase.IN_DOUBT, null, InDoubtReason.FAILED);
    assertEquals("failed 0", doubt(id));
    store.set(id, "in_doubt_since = now() - interval '9 s'");
    record(id, 1, Phase.IN_DOUBT, null, InDoubtReason.FAILED);
    assertEquals("failed 9", doubt(id), "told twice");
  }

  @Test
  void onlyMarksThatWereNotSentAreQueuedAgain() {
    UUID id = store.accept(TaskOptions.NONE);
    MarkedTask mark = store.mark();
    putBack(List.of(new SubmitAttempt(id, 2)));
    assertEquals("submitting", store.text(id, "phase"), "another attempt of the same task");
    putBack(List.of(mark.submit()));
    assertEquals("queued", store.text(id, "phase"));
    assertEquals("{}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void marksUnknownToTheReplicaAreInDoubt() {
    UUID known = store.accept(TaskOptions.NONE);
    MarkedTask mark = store.mark();
    UUID unknown = store.accept(TaskOptions.NONE);
    store.mark();
    List<SubmitAttempt> sending = List.of(mark.submit(), new SubmitAttempt(unknown, 7));
    await(submitStore.doubtOthers("default", TaskKind.TEXT, store.replica(), sending));
    assertEquals("submitting", store.text(known, "phase"));
    assertEquals("in_doubt", store.text(unknown, "phase"));
    assertEquals("{1}", store.text(unknown, "in_doubt_attempts"));
  }

  /** Queued again after its first submit was not found. */
  private static UUID absentOnce() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "next_check_at = now()");
    await(
        inDoubtTasks.absent(await(inDoubtTasks.claim("default", 1, Duration.ofMinutes(1))).get(0)));
    assertEquals("queued", store.text(id, "phase"));
    return id;
  }

  private static void putBack(List<SubmitAttempt> marks) {
    await(submitStore.putBack("default", TaskKind.TEXT, store.replica(), marks));
  }

  private static boolean recorded(MarkedTask markedTask, Phase phase) {
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

  private static void settles(LateResult result) {
    assertInstanceOf(LateResult.Settled.class, result);
  }

  private static LateResult accepted(UUID id, int attempt) {
    return record(id, attempt, Phase.RUNNING, null, null);
  }

  private static LateResult record(
      UUID id, int attempt, Phase phase, String error, InDoubtReason inDoubtReason) {
    String upstreamId = phase == Phase.RUNNING ? "u-" + attempt : null;
    return await(
        late.record(
            new SubmitResult(
                id,
                attempt,
                FORMER,
                phase,
                upstreamId,
                failure(phase, error),
                Duration.ZERO,
                inDoubtReason)));
  }

  private static TaskFailure failure(Phase phase, String error) {
    return phase == Phase.ENDED ? TaskFailure.of(FailureReason.UPSTREAM_REFUSED, error) : null;
  }

  private static String followed(UUID id) {
    return store.text(id, "phase || ' ' || upstream_task_id || ' ' || attempt");
  }

  private static String doubt(UUID id) {
    return store.text(id, "doubt || ' ' || extract(epoch from now() - in_doubt_since)::int");
  }
}
