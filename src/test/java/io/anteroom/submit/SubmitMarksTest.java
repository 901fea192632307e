package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.async.ManualTicker;
import io.anteroom.task.SubmitAttempt;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The marks of a lane, by task and attempt. */
class SubmitMarksTest {

  private final ManualTicker ticker = new ManualTicker();
  private final SubmitMarks marks = new SubmitMarks(Duration.ofMinutes(1), ticker);
  private final UUID task = UUID.randomUUID();
  private final SubmitAttempt first = new SubmitAttempt(task, 1);
  private final SubmitAttempt second = new SubmitAttempt(task, 2);

  @Test
  void theEndOfASubmitDoesNotSettleTheNextOfItsTask() {
    marks.sending(first, () -> {});
    marks.sending(second, () -> {});
    marks.ended(first);
    assertEquals(Set.of(second), marks.known());
    assertEquals(1, marks.underWay());
  }

  @Test
  void aMarkWithoutAConfirmedCommitWasNotSent() {
    marks.committing(List.of(first, second));
    marks.sending(second, () -> {});
    assertEquals(List.of(first), marks.neverSent());
    assertEquals(Set.of(first, second), marks.known());
  }

  @Test
  void marksAreForgottenAfterAWhile() {
    marks.committing(List.of(first));
    ticker.pass(Duration.ofSeconds(60));
    assertEquals(List.of(first), marks.neverSent());
    ticker.pass(Duration.ofSeconds(1));
    assertEquals(List.of(), marks.neverSent());
    assertEquals(Set.of(), marks.known());
  }
}
