package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.accept.TaskOptions;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskFixture;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How refusals by an intermediary are counted, on a real PostgreSQL. */
class IntermediaryRefusalStoreTest {

  private static final Duration FIRST = Duration.ofSeconds(2);
  private static final Duration MAX = Duration.ofMinutes(5);
  private static final Duration GRACE = Duration.ofHours(1);

  @AutoClose private static final TaskFixture store = TaskFixture.create();
  private static final IntermediaryRefusalStore refusals =
      new IntermediaryRefusalStore(store.pool());

  @BeforeEach
  void empty() {
    store.clear();
  }

  @Test
  void theRefusedTaskIsHeldBackAndTheNextIsNot() {
    UUID held = store.accept(TaskOptions.NONE);
    refuse(store.mark());
    assertEquals("queued", store.text(held, "phase"));
    UUID next = store.accept(TaskOptions.NONE);
    assertEquals(next, store.mark().id());
    store.set(held, "not_before = now()");
    assertEquals(held, store.mark().id());
  }

  @Test
  void theHoldDoublesUpToItsMaximum() {
    UUID id = store.accept(TaskOptions.NONE);
    int[] max = {2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000};
    for (int i = 0; i < max.length; i++) {
      refuse(store.mark());
      int hold = store.number(id, "(extract(epoch from not_before - now()) * 1000)::int");
      assertTrue(hold <= max[i] && hold > max[i] / 2 - 1_000, i + ": " + hold);
      store.set(id, "not_before = now()");
    }
    assertEquals(max.length, store.number(id, "cardinality(in_doubt_attempts)"));
  }

  @Test
  void aTaskIsGivenUpAfterTheGraceAndSeveralRefusals() {
    UUID id = store.accept(TaskOptions.NONE);
    assertFalse(refuse(store.mark()));
    store.set(id, "not_before = now(), intermediary_refused_since = now() - interval '2 hours'");
    assertFalse(refuse(store.mark()), "the second one");
    store.set(id, "not_before = now(), intermediary_refused_since = now() - interval '59 minutes'");
    assertFalse(refuse(store.mark()), "within the grace");
    store.set(id, "not_before = now(), intermediary_refused_since = now() - interval '61 minutes'");
    assertTrue(refuse(store.mark()));
  }

  @Test
  void anotherResultResetsTheCount() {
    UUID id = store.accept(TaskOptions.NONE);
    refuse(store.mark());
    store.set(id, "not_before = now(), intermediary_refused_since = now() - interval '2 hours'");
    store.record(store.mark(), Phase.IN_DOUBT);
    assertEquals(0, store.number(id, "intermediary_refusals"));
    assertEquals(null, store.text(id, "intermediary_refused_since"));
  }

  @Test
  void aRefusalOfAnEarlierSubmitIsNotCounted() {
    UUID id = store.accept(TaskOptions.NONE);
    MarkedTask first = store.mark();
    store.record(first, Phase.QUEUED);
    assertFalse(count(first));
    assertEquals(0, store.number(id, "intermediary_refusals"));
  }

  private static boolean refuse(MarkedTask marked) {
    boolean over = count(marked);
    store.record(marked, Phase.QUEUED);
    return over;
  }

  private static boolean count(MarkedTask marked) {
    return refusals
        .count(marked, store.replica(), FIRST, MAX, GRACE)
        .await()
        .atMost(Duration.ofSeconds(10));
  }
}
