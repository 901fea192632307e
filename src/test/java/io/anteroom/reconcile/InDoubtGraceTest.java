package io.anteroom.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.TestSettings;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.http.UpstreamSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The default graces: a call may take 15 s, and leave 5 s after its grant. */
class InDoubtGraceTest {

  private static final Instant NOW = Instant.parse("2024-11-01T12:00:00Z");

  private final InDoubtGrace grace = grace();

  @ParameterizedTest
  @CsvSource({
    "TEXT, LOST, 80", "URL, LOST, 80", "UPLOAD, LOST, 620",
    "TEXT, FAILED, 15", "UPLOAD, FAILED, 15", "TEXT, UNPROCESSED, 0"
  })
  void theGraceDependsOnTheKind(TaskKind kind, InDoubtReason doubt, int seconds) {
    assertEquals(Duration.ofSeconds(seconds), grace.of(kind, doubt));
  }

  @Test
  void afterAnErrorResponseTheGraceIsNeverLonger() {
    assertEquals(
        Duration.ofSeconds(3),
        grace("anteroom.in-doubt.grace", "3s").of(TaskKind.TEXT, InDoubtReason.FAILED));
  }

  @ParameterizedTest
  @CsvSource({
    "LOST, 20, 0, 60",
    "FAILED, 5, 10, 10",
    "UNPROCESSED, 1, 30, 30",
    "LOST, 200, 3, 5",
    "FAILED, 60, 0, 5"
  })
  void theRestOfTheGraceIsCounted(InDoubtReason doubt, int since, int nextLook, int left) {
    Task task = inDoubt(doubt, since, nextLook);
    assertEquals(Duration.ofSeconds(left), grace.remaining(task).await().indefinitely());
  }

  @Test
  void withoutDoubtNothingIsLeft() {
    Task task = inDoubt(InDoubtReason.LOST, 1, 1);
    task.phase = Phase.RUNNING;
    assertEquals(Duration.ZERO, grace.remaining(task).await().indefinitely());
  }

  private static Task inDoubt(InDoubtReason doubt, int since, int nextLook) {
    Task task = new Task();
    task.phase = Phase.IN_DOUBT;
    task.kind = TaskKind.TEXT;
    task.doubt = doubt;
    task.inDoubtSince = NOW.minusSeconds(since);
    task.nextCheckAt = NOW.plusSeconds(nextLook);
    return task;
  }

  private static InDoubtGrace grace(String... settings) {
    return new InDoubtGrace(
        TestSettings.of(InDoubtSettings.class, settings),
        TestSettings.of(UpstreamSettings.class),
        TestSettings.of(QuotaSettings.class),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
