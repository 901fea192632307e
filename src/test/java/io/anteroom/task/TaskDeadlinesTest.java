package io.anteroom.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.accept.TaskOptions;
import io.anteroom.submit.MarkedTask;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ends by time in each phase, on a real PostgreSQL. */
class TaskDeadlinesTest {

  private static final TaskOptions HOUR = new TaskOptions(null, 0, 3600, null);

  @AutoClose private static final TaskFixture store = TaskFixture.create();
  private static final TaskDeadlines taskDeadlines =
      new TaskDeadlines(store.pool(), TestSettings.of(TaskSettings.class));

  @BeforeEach
  void empty() {
    store.clear();
  }

  @Test
  void aDeadlineCountsFromTheAccept() {
    UUID id = store.accept(HOUR);
    assertEquals(3600, store.number(id, "extract(epoch from deadline_at - accepted_at)::int"));
    assertEquals(List.of(), end());
    assertEquals("queued", store.text(id, "phase"));
  }

  @Test
  void aTaskWithoutADeadlineWaitsInTheQueueForDays() {
    UUID id = store.accept(TaskOptions.NONE);
    store.set(id, "accepted_at = now() - interval '9 days'");
    assertEquals(List.of(), end());
  }

  @Test
  void aQueuedTaskEndsWithTheReason() {
    UUID id = store.accept(HOUR);
    pass(id);
    assertEquals(List.of(id), end());
    assertEquals("FAILED", store.text(id, "status"));
    assertEquals("ended", store.text(id, "phase"));
    assertTrue(store.text(id, "error").contains("before it was submitted"));
    assertEquals(List.of(), end());
  }

  @Test
  void aSubmitUnderWayEndsOnlyAfterItsResult() {
    UUID id = store.accept(HOUR);
    MarkedTask marked = store.mark();
    pass(id);
    assertEquals(List.of(), end());
    store.record(marked, Phase.IN_DOUBT);
    assertEquals(List.of(id), end());
    assertTrue(store.text(id, "error").contains("may have happened"));
  }

  @Test
  void aRunningTaskEndsAndSaysWhereItRuns() {
    UUID id = store.accept(HOUR);
    store.record(store.mark(), Phase.RUNNING);
    pass(id);
    TaskChange ended = await().get(0);
    assertEquals("u-" + id, ended.upstreamTaskId());
    assertEquals(TaskStatus.FAILED, ended.status());
  }

  @Test
  void aCancelThatIsNotConfirmedInTimeIsCancelled() {
    UUID id = store.accept(HOUR);
    store.record(store.mark(), Phase.RUNNING);
    store.cancel(id);
    pass(id);
    end();
    assertEquals("CANCELLED", store.text(id, "status"));
  }

  @Test
  void aTaskThatRunsTooLongEnds() {
    UUID fresh = store.accept(TaskOptions.NONE);
    store.record(store.mark(), Phase.RUNNING);
    UUID old = store.accept(TaskOptions.NONE);
    store.record(store.mark(), Phase.RUNNING);
    store.set(old, "submitted_at = now() - interval '25 hours'");
    assertEquals(List.of(old), end());
    assertTrue(store.text(old, "error").contains("max-running"));
    assertNull(store.text(fresh, "error"));
  }

  private static void pass(UUID id) {
    store.set(id, "deadline_at = now() - interval '1 s'");
  }

  private static List<UUID> end() {
    return await().stream().map(TaskChange::id).toList();
  }

  private static List<TaskChange> await() {
    return taskDeadlines.endOverdue().await().atMost(Duration.ofSeconds(30));
  }
}
