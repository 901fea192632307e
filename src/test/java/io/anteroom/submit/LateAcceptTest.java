package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.anteroom.accept.TaskOptions;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskFixture;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The upstream has accepted a submit whose lease was lost, for each state of its task. */
class LateAcceptTest {

  @AutoClose private static final LateResults late = new LateResults();
  private static final TaskFixture store = late.store;

  @BeforeEach
  void empty() {
    store.clear();
  }

  @Test
  void anAcceptSettlesATaskInDoubt() {
    UUID id = store.inDoubt(Duration.ofSeconds(9));
    LateResults.settles(late.accepted(id, 1));
    assertEquals("running u-1", store.text(id, "phase || ' ' || upstream_task_id"));
    assertEquals(9, store.number(id, "extract(epoch from now() - submitted_at)::int"));
    assertInstanceOf(LateResult.Nothing.class, late.accepted(id, 1), "told twice");
  }

  @Test
  void anAcceptOfATaskThatIsToBeCancelledIsCancelled() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.cancel(id);
    LateResults.settles(late.accepted(id, 1));
    assertEquals("cancelling", store.text(id, "phase"));
  }

  @Test
  void anAcceptSettlesATaskThatWasFoundAbsentAndQueued() {
    UUID id = late.absentOnce();
    LateResults.settles(late.accepted(id, 1));
    assertEquals("running u-1 1", late.followed(id));
  }

  /** The later submit is under way: it becomes one that may have happened. */
  @Test
  void anAcceptIsFollowedWhereALaterSubmitIsUnderWay() {
    UUID id = late.absentOnce();
    MarkedTask second = store.mark();
    LateResults.settles(late.accepted(id, 1));
    assertEquals("running u-1 2", late.followed(id));
    assertEquals("{1,2}", store.text(id, "in_doubt_attempts"));
    assertNull(store.text(id, "lease_owner"));
    assertEquals(false, late.recorded(second, Phase.RUNNING));
    assertInstanceOf(LateResult.SecondAsset.class, late.accepted(id, 2));
    assertEquals("running u-1 2", late.followed(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUEUED", "ENDED"})
  void aLaterSubmitWithoutEffectIsForgotten(Phase phase) {
    UUID id = late.absentOnce();
    store.mark();
    LateResults.settles(late.accepted(id, 1));
    assertInstanceOf(LateResult.Nothing.class, late.record(id, 2, phase, null, null));
    assertEquals("running u-1 2", late.followed(id));
    assertEquals("{1}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void anAcceptIsFollowedWhereALaterSubmitIsInDoubt() {
    UUID id = late.absentOnce();
    store.record(store.mark(), Phase.IN_DOUBT);
    LateResults.settles(late.accepted(id, 1));
    assertEquals("running u-1 2", late.followed(id));
    assertEquals("{1,2}", store.text(id, "in_doubt_attempts"));
  }

  @Test
  void anAcceptIsASecondAssetWhereALaterSubmitIsFollowed() {
    UUID id = late.absentOnce();
    store.record(store.mark(), Phase.RUNNING);
    assertInstanceOf(LateResult.SecondAsset.class, late.accepted(id, 1));
    assertEquals("running u-" + id + " 2", late.followed(id));
  }

  @Test
  void anAcceptChangesNoTaskThatHasEnded() {
    UUID id = store.inDoubt(Duration.ZERO);
    store.set(id, "phase = 'ended', status = 'FAILED', ended_at = now()");
    assertInstanceOf(LateResult.EndedBefore.class, late.accepted(id, 1));
    store.set(id, "status = 'DONE', upstream_task_id = 'u-1'");
    assertInstanceOf(LateResult.Nothing.class, late.accepted(id, 1));
    store.set(id, "upstream_task_id = 'u-2'");
    assertInstanceOf(LateResult.SecondAsset.class, late.accepted(id, 1));
    assertEquals("ended DONE", store.text(id, "phase || ' ' || status"));
  }

  /** A failover may lose the commit of the mark itself. */
  @Test
  void anAcceptOfAnAttemptUnknownToTheStoreCounts() {
    UUID id = store.accept(TaskOptions.NONE);
    LateResults.settles(late.accepted(id, 3));
    assertEquals("running u-1 3".replace("u-1", "u-3"), late.followed(id));
  }
}
