package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.anteroom.accept.TaskOptions;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.SubmitAttempt;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Submits whose lease was lost, and which the upstream refused or did not get. */
class LateResultStoreTest {

  private static final String PHASE_AND_ATTEMPTS = "phase || ' ' || in_doubt_attempts::text";

  @AutoClose private static final LateResults late = new LateResults();
  private static final TaskFixture store = late.store;

  @BeforeEach
  void empty() {
    store.clear();
  }

  @Test
  void aRefusalEndsATaskInDoubt() {
    UUID id = store.inDoubt(Duration.ZERO);
    LateResults.settles(late.record(id, 1, Phase.ENDED, "no such collection", null));
    assertEquals("ended FAILED", store.text(id, "phase || ' ' || status"));
    assertEquals("no such collection", store.text(id, "error"));
    assertEquals("{}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void aRefusalEndsATaskThatWaitsForItsNextSubmit() {
    UUID id = late.absentOnce();
    LateResults.settles(late.record(id, 1, Phase.ENDED, "no", null));
    assertEquals("FAILED", store.text(id, "status"));
  }

  @Test
  void aSubmitThatDidNotHappenIsQueuedAtOnce() {
    UUID id = store.inDoubt(Duration.ZERO);
    LateResults.settles(late.record(id, 1, Phase.QUEUED, null, null));
    assertEquals("queued", store.text(id, "phase"));
    assertEquals("{}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void aCancelledSubmitThatDidNotHappenEnds() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.cancel(id);
    LateResults.settles(late.record(id, 1, Phase.QUEUED, null, null));
    assertEquals("CANCELLED", store.text(id, "status"));
  }

  @ParameterizedTest
  @CsvSource({"RUNNING", "IN_DOUBT"})
  void aSubmitThatDidNotHappenDoesNotSettleALaterOne(Phase later) {
    UUID id = late.absentOnce();
    store.record(store.mark(), later);
    for (Phase phase : List.of(Phase.ENDED, Phase.QUEUED)) {
      assertInstanceOf(LateResult.Nothing.class, late.record(id, 1, phase, "no", null));
    }
    assertEquals(later.label(), store.text(id, "phase"));
    assertEquals(later == Phase.RUNNING ? "{}" : "{2}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void anErrorResponseShortensTheDoubt() {
    UUID id = store.inDoubt(Duration.ofHours(50));
    late.record(id, 1, Phase.IN_DOUBT, null, InDoubtReason.LOST);
    assertEquals("lost 50", doubt(id));
    late.record(id, 1, Phase.IN_DOUBT, null, InDoubtReason.FAILED);
    assertEquals("failed 0", doubt(id));
    store.set(id, "in_doubt_since = now() - interval '9 h'");
    late.record(id, 1, Phase.IN_DOUBT, null, InDoubtReason.FAILED);
    assertEquals("failed 9", doubt(id), "told twice");
  }

  /** Whoever refused it may have passed it on before. */
  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "ENDED"})
  void aRefusalByAnIntermediaryLeavesTheDoubt(Phase phase) {
    UUID id = store.inDoubt(Duration.ofHours(9));
    store.cancel(id);
    assertInstanceOf(LateResult.Nothing.class, late.refusedByIntermediary(id, 1, phase));
    assertEquals("lost 9", doubt(id));
    assertEquals("in_doubt {1}", store.text(id, PHASE_AND_ATTEMPTS));
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "ENDED"})
  void afterARefusalByAnIntermediaryTheSubmitIsStillSearchedFor(Phase phase) {
    UUID id = late.absentOnce();
    late.refusedByIntermediary(id, 1, phase);
    assertEquals("queued {1}", store.text(id, PHASE_AND_ATTEMPTS));
    store.record(store.mark(), Phase.RUNNING);
    late.refusedByIntermediary(id, 1, phase);
    assertEquals("running {1}", store.text(id, PHASE_AND_ATTEMPTS));
  }

  /** It came in time, and the answer to its record was lost. */
  @Test
  void aRefusalByAnIntermediaryThatIsToldTwiceIsStillSearchedFor() {
    UUID id = store.accept(TaskOptions.NONE);
    store.mark();
    store.set(id, "in_doubt_attempts = '{1}', phase = 'queued', lease_owner = null");
    late.refusedByIntermediary(id, 1, Phase.QUEUED);
    assertEquals("queued {1}", store.text(id, PHASE_AND_ATTEMPTS));
  }

  /** A 425, or a 503 with Retry-After, may be an intermediary's too: one check makes sure. */
  @Test
  void aSubmitThatWasNotProcessedIsCheckedWhenItMayComeAgain() {
    UUID id = store.inDoubt(Duration.ofHours(50));
    late.record(id, 1, Phase.IN_DOUBT, null, InDoubtReason.UNPROCESSED);
    assertEquals("unprocessed 0", doubt(id));
    assertEquals("in_doubt {1}", store.text(id, PHASE_AND_ATTEMPTS));
    String wait = "(next_check_at - in_doubt_since)";
    assertEquals("00:00:07", store.text(id, wait), "both are of one statement");
    UUID queued = late.absentOnce();
    late.record(queued, 1, Phase.IN_DOUBT, null, InDoubtReason.UNPROCESSED);
    assertEquals("queued {1}", store.text(queued, PHASE_AND_ATTEMPTS));
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
    await(late.submitStore.doubtOthers("default", TaskKind.TEXT, store.replica(), sending));
    assertEquals("submitting", store.text(known, "phase"));
    assertEquals("in_doubt", store.text(unknown, "phase"));
    assertEquals("{1}", store.text(unknown, "in_doubt_attempts"));
  }

  private static void putBack(List<SubmitAttempt> marks) {
    await(late.submitStore.putBack("default", TaskKind.TEXT, store.replica(), marks));
  }

  /** Since how many whole hours: no time that a test takes changes that. */
  private static String doubt(UUID id) {
    return store.text(
        id, "doubt || ' ' || trunc(extract(epoch from now() - in_doubt_since) / 3600)");
  }
}
