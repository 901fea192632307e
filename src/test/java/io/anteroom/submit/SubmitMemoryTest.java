package io.anteroom.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.async.Loop;
import io.anteroom.submit.SubmitClaim.Batch;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmitMemoryTest {

  private static final long PART = 4L * 1024 * 1024;

  private final SubmitMemory memory = new SubmitMemory(PART);

  @Test
  void aPartIsTakenOnce() {
    assertEquals(PART, memory.take());
    assertEquals(0, memory.take());
  }

  @Test
  void aClaimOfNothingGivesAllBack() {
    Batch empty = new Batch(List.of(), false);
    memory.settle(memory.take(), Uni.createFrom().item(empty)).await().indefinitely();
    assertEquals(PART, memory.take());
  }

  @Test
  void aClaimThatFailsGivesAllBack() {
    Uni<Batch> failing = Uni.createFrom().failure(new IllegalStateException("no database"));
    memory
        .settle(memory.take(), failing)
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create())
        .assertFailed();
    assertEquals(PART, memory.take());
  }

  /** As the time limit of a {@link Loop} cancels the step that claims. */
  @Test
  void aClaimThatIsCancelledGivesAllBack() {
    Uni<Batch> hanging = Uni.createFrom().nothing();
    memory
        .settle(memory.take(), hanging)
        .ifNoItem()
        .after(Duration.ofMillis(10))
        .fail()
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create())
        .awaitFailure();
    assertEquals(PART, memory.take());
  }
}
