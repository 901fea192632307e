package io.anteroom.reconcile;

import static io.anteroom.reconcile.InDoubtDecisions.EMPTY;
import static io.anteroom.reconcile.InDoubtDecisions.asset;
import static io.anteroom.reconcile.InDoubtDecisions.list;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.task.TaskFixture;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks of which one submit after the other is in doubt and did not happen. */
class RepeatedDoubtTest {

  /** The longest hold after each submit, in seconds. */
  private static final int[] LONGEST = {0, 0, 15, 30, 60, 120, 240, 300, 300, 300};

  private static final String NO_LIST = "{\"detail\": \"there is no such thing\"}";

  @AutoClose private static final InDoubtDecisions decisions = new InDoubtDecisions();
  private static final TaskFixture store = decisions.store;

  @BeforeEach
  void empty() {
    store.clear();
  }

  @ParameterizedTest
  @CsvSource({"failed, reconcile, 200", "lost, reconcile, 200", "failed, resubmit, 405"})
  void aRequestThatFailsEachTimeIsHeldBackForLonger(String doubt, String policy, int status) {
    UUID id = store.inDoubt(Duration.ZERO);
    for (int longest : LONGEST) {
      absent(id, doubt, policy, status);
      int hold = holdMillis(id);
      assertTrue(hold <= longest * 1000 && hold >= longest * 500 - 500, hold + " of " + longest);
      doubtAgain(id);
    }
  }

  @Test
  void aSubmitThatTheUpstreamPutOffIsNotHeldBackLonger() {
    UUID id = store.inDoubt(Duration.ZERO);
    for (int submit = 1; submit <= 5; submit++) {
      absent(id, "unprocessed", "reconcile", 200);
      assertEquals(0, holdMillis(id));
      doubtAgain(id);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "lost", "unprocessed"})
  void theNewestSubmitsAreSearchedFor(String doubt) {
    UUID id = store.inDoubt(Duration.ZERO);
    for (int submit = 1; submit < 25; submit++) {
      absent(id, doubt, "reconcile", 200);
      doubtAgain(id);
    }
    absent(id, doubt, "reconcile", 200);
    assertEquals(
        "{6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25}",
        store.text(id, "in_doubt_attempts"));
  }

  /** The upstream said of each submit but the last that it did no work. */
  @Test
  void aSubmitThatWasProcessedAllTheSameIsFound() {
    UUID id = store.inDoubt(Duration.ZERO);
    absent(id, "unprocessed", "reconcile", 200);
    doubtAgain(id);
    decisions.decide("reconcile", id, 200, list(asset(id, 1, "u-1", "2024-11-01")));
    assertEquals("u-1", store.text(id, "upstream_task_id"));
  }

  private static void absent(UUID id, String doubt, String policy, int status) {
    store.set(
        id,
        "doubt = '%s', checks = 3, in_doubt_since = now() - interval '1 h', not_before = null"
            .formatted(doubt));
    decisions.decide(policy, id, status, status == 200 ? EMPTY : NO_LIST);
    assertEquals("queued", store.text(id, "phase"));
  }

  /** The next submit of the task is in doubt too. */
  private static void doubtAgain(UUID id) {
    store.set(
        id,
        "phase = 'in_doubt', attempt = attempt + 1,"
            + " in_doubt_attempts = in_doubt_attempts || (attempt + 1)");
  }

  private static int holdMillis(UUID id) {
    return store.number(id, "coalesce((extract(epoch from not_before - now()) * 1000)::int, 0)");
  }
}
