package io.anteroom.task;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.TestSettings;
import io.anteroom.accept.TaskOptions;
import io.anteroom.async.Ticker;
import io.anteroom.poll.PollFinding;
import io.anteroom.poll.PollResult;
import io.anteroom.poll.PollStore;
import io.anteroom.reconcile.InDoubtTask;
import io.anteroom.reconcile.InDoubtTasks;
import io.anteroom.submit.MarkedTask;
import io.anteroom.submit.SubmitResult;
import io.anteroom.task.event.EventHorizon;
import io.anteroom.task.event.EventLog;
import io.anteroom.task.event.TaskEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A task that ends without success has the reason, and so has its last event. */
class TaskFailureStoreTest {

  private static final TaskOptions WITH_DEADLINE = new TaskOptions(null, 0, 3600, null);

  @AutoClose private static final TaskFixture store = TaskFixture.create();

  @BeforeEach
  void empty() {
    store.clear();
  }

  @Test
  void aRefusedSubmitKeepsStatusAndMessage() {
    UUID id = store.accept(TaskOptions.NONE);
    TaskFailure refused = new TaskFailure(FailureReason.UPSTREAM_REFUSED, 422, "too long");
    store.end(store.mark(), refused);
    assertFailed(id, "FAILED", refused);
  }

  @Test
  void anEndFoundByAPollKeepsItsReason() {
    UUID failed = running();
    poll(failed, TaskStatus.FAILED, TaskFailure.of(FailureReason.UPSTREAM_FAILED, "no frames"));
    assertFailed(failed, "FAILED", TaskFailure.of(FailureReason.UPSTREAM_FAILED, "no frames"));
    UUID gone = running();
    poll(gone, TaskStatus.FAILED, new TaskFailure(FailureReason.GONE_UPSTREAM, 404, "gone"));
    assertFailed(gone, "FAILED", new TaskFailure(FailureReason.GONE_UPSTREAM, 404, "gone"));
    UUID cancelled = running();
    poll(cancelled, TaskStatus.CANCELLED, TaskFailure.of(FailureReason.CANCELLED, null));
    assertFailed(cancelled, "CANCELLED", TaskFailure.of(FailureReason.CANCELLED, null));
  }

  @Test
  void aTaskThatIsDoneHasNoFailure() {
    UUID id = running();
    poll(id, TaskStatus.DONE, null);
    assertNull(store.text(id, "failure_reason"));
    assertNull(lastEvent(id).failure());
  }

  @Test
  void anExpiredTaskNamesTheDeadline() {
    UUID overrun = running();
    store.set(overrun, "submitted_at = now() - interval '25 hours'");
    UUID cancelling = running();
    store.cancel(cancelling);
    store.set(cancelling, "submitted_at = now() - interval '25 hours'");
    UUID late = store.accept(WITH_DEADLINE);
    store.set(late, "deadline_at = now() - interval '1 s'");
    await(new TaskDeadlines(store.pool(), TestSettings.of(TaskSettings.class)).endOverdue());
    assertEquals(FailureReason.DEADLINE, lastEvent(late).failure().reason());
    assertEquals(FailureReason.MAX_RUNNING, lastEvent(overrun).failure().reason());
    assertEquals(FailureReason.CANCELLED, lastEvent(cancelling).failure().reason());
  }

  @Test
  void anUnresolvedDoubtFailsUnlessTheTaskWasCancelled() {
    TaskFailure unknown = TaskFailure.of(FailureReason.IN_DOUBT_UNRESOLVED, "it may have happened");
    UUID id = store.inDoubt(Duration.ofHours(1));
    giveUp(unknown);
    assertFailed(id, "FAILED", unknown);
    UUID cancelled = store.inDoubt(Duration.ofHours(1));
    store.cancel(cancelled);
    giveUp(unknown);
    assertEquals(FailureReason.CANCELLED, lastEvent(cancelled).failure().reason());
  }

  @Test
  void everyCancelledTaskSaysSo() {
    UUID queued = store.accept(TaskOptions.NONE);
    store.cancel(queued);
    assertFailed(queued, "CANCELLED", TaskFailure.of(FailureReason.CANCELLED, null));

    UUID notSent = store.accept(TaskOptions.NONE);
    MarkedTask marked = store.mark();
    store.cancel(notSent);
    store.record(marked, Phase.QUEUED);
    assertFailed(notSent, "CANCELLED", TaskFailure.of(FailureReason.CANCELLED, null));

    UUID absent = store.inDoubt(Duration.ofHours(1));
    store.cancel(absent);
    doubts().absent(claimed(), Duration.ZERO).await().indefinitely();
    assertFailed(absent, "CANCELLED", TaskFailure.of(FailureReason.CANCELLED, null));
  }

  @Test
  void noTaskEndsWithoutAReason() {
    UUID id = UUID.randomUUID();
    assertThrows(
        IllegalArgumentException.class,
        () -> new SubmitResult(id, 1, id, Phase.ENDED, null, null, Duration.ZERO, null));
    assertThrows(IllegalArgumentException.class, () -> poll(id, TaskStatus.FAILED, null));
    assertThrows(IllegalArgumentException.class, () -> poll(id, TaskStatus.CANCELLED, null));
  }

  @Test
  void aLabelIsKebabCaseAndComesBack() {
    assertEquals("gone-upstream", FailureReason.GONE_UPSTREAM.label());
    Arrays.stream(FailureReason.values())
        .forEach(reason -> assertEquals(reason, FailureReason.labelled(reason.label())));
  }

  private static UUID running() {
    UUID id = store.accept(TaskOptions.NONE);
    store.record(store.mark(), Phase.RUNNING);
    return id;
  }

  private static void poll(UUID id, TaskStatus status, TaskFailure failure) {
    PollResult pollResult =
        new PollResult(
            id,
            1,
            new PollResult.State(status, status.name(), null, failure, Duration.ZERO),
            false,
            Duration.ZERO,
            Duration.ZERO,
            PollFinding.STATUS,
            null);
    await(new PollStore(store.pool()).record(List.of(pollResult)));
  }

  private static void giveUp(TaskFailure failure) {
    await(doubts().giveUp(claimed().task(), failure));
  }

  private static InDoubtTasks doubts() {
    return new InDoubtTasks(store.pool());
  }

  private static InDoubtTask claimed() {
    return await(doubts().claim("default", 1, Duration.ofMinutes(1))).get(0);
  }

  private static void assertFailed(UUID id, String status, TaskFailure failure) {
    assertEquals(status, store.text(id, "status"));
    assertEquals(failure.reason().label(), store.text(id, "failure_reason"));
    assertEquals(failure.message(), store.text(id, "error"));
    assertEquals(failure, lastEvent(id).failure());
  }

  private static TaskEvent lastEvent(UUID id) {
    List<TaskEvent> events =
        await(
            new EventLog(store.pool(), new EventHorizon(store.pool(), Ticker.SYSTEM))
                .ofTask(id, 0, 100));
    return events.get(events.size() - 1);
  }
}
