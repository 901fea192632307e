package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.poll.RunningTaskReader.RunningTaskRow;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How late a running task is polled. */
class PollLagTest {

  private static final long NOW = 1_000_000_000_000L;
  private static final Duration CLAIM = Duration.ofSeconds(16);
  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final long DUE = NOW + WAIT.toNanos();

  private final RunningTasks memory = RunningTaskRows.memory();
  private final RunningTask task =
      PollingSimulationTest.task(UUID.randomUUID(), "w", 50, 0, "alice");

  @Test
  void itBeginsWhenTheTaskIsDue() {
    pollOnce();
    assertEquals(List.of(Duration.ofSeconds(40)), lags(DUE + Duration.ofSeconds(40).toNanos()));
  }

  @Test
  void aPollAheadOfTimeHasNone() {
    pollOnce();
    assertEquals(List.of(), lags(DUE - 1));
  }

  @Test
  void aPollThatIsUnderWayHasNone() {
    pollOnce();
    memory.begin(List.of(task), DUE, CLAIM);
    assertEquals(List.of(), lags(DUE));
  }

  /** When it was polled last is guessed, at random: so it was due before, or is due later. */
  @Test
  void whatThisReplicaDidNotKnowDoesNotCount() {
    memory.read(List.of(new RunningTaskRow(task, 1, "PROCESSING")), NOW);
    Duration later = Duration.ofHours(1);
    List<Duration> lags = lags(NOW + later.toNanos());
    assertEquals(1, lags.size());
    assertTrue(lags.get(0).compareTo(later) <= 0, lags.toString());
  }

  @Test
  void aTaskThatHasLeftHasNone() {
    assertEquals(List.of(), lags(NOW));
  }

  private List<Duration> lags(long now) {
    return memory.lags(List.of(task), now);
  }

  /** There is no response, and the next poll is due after the wait. */
  private void pollOnce() {
    memory.read(List.of(new RunningTaskRow(task, 1, "PROCESSING")), NOW);
    memory.begin(List.of(task), NOW, CLAIM);
    PollResult.State unchanged = PollResult.State.unchanged(task.status());
    memory.polled(
        Phase.RUNNING,
        PollResult.of(task, unchanged, PollFinding.NO_RESPONSE).notBefore(WAIT),
        false,
        NOW);
  }
}
