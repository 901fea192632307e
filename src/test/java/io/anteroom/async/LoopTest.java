package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger steps = new AtomicInteger();
  private volatile UniEmitter<? super Optional<Duration>> step;
  private final Loop loop =
      new Loop(
          "test",
          vertx,
          () ->
              Uni.createFrom()
                  .emitter(
                      emitter -> {
                        step = emitter;
                        steps.incrementAndGet();
                      }));

  @AfterEach
  void close() {
    loop.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void wakesDuringAStepAreOneMoreStep() {
    loop.wake();
    loop.wake();
    loop.wake();
    assertEquals(1, steps.get());
    endStep(Optional.empty());
    awaitSteps(2);
    endStep(Optional.empty());
    assertFalse(loop.isStepping());
  }

  @Test
  void aPausedLoopIsNotWoken() {
    loop.pause();
    loop.wake();
    assertEquals(0, steps.get());
    assertFalse(loop.isStepping());
    loop.resume();
    assertEquals(1, steps.get());
  }

  @Test
  void aStepThatRunsAtAPauseIsTheLast() {
    loop.wake();
    loop.wake();
    loop.pause();
    assertTrue(loop.isStepping());
    endStep(Optional.of(Duration.ofMillis(1)));
    assertFalse(loop.isStepping());
    loop.wake();
    assertEquals(1, steps.get());
  }

  @Test
  void aResumeDuringThatStepDoesNotRunASecondBesideIt() {
    loop.wake();
    loop.pause();
    loop.resume();
    assertEquals(1, steps.get());
    endStep(Optional.empty());
    awaitSteps(2);
  }

  @Test
  void aResumeWithoutAPauseDoesNothing() {
    loop.resume();
    assertEquals(0, steps.get());
  }

  @Test
  void aStoppedLoopIsNotResumed() {
    loop.stop();
    loop.pause();
    loop.resume();
    loop.wake();
    assertEquals(0, steps.get());
  }

  private void endStep(Optional<Duration> next) {
    step.complete(next);
  }

  private void awaitSteps(int count) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> steps.get() == count);
  }
}
