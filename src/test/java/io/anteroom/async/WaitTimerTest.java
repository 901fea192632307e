package io.anteroom.async;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WaitTimerTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Vertx VERTX = Vertx.vertx();

  private final AtomicInteger ends = new AtomicInteger();
  private final AtomicReference<UniEmitter<? super String>> emitter = new AtomicReference<>();
  private long timer;

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void anAnswerInTimeEndsTheTimer() {
    UniAssertSubscriber<String> waiting = listen(LONG);
    emitter.get().complete("answer");
    waiting.assertItem("answer");
    assertTimerIsGone();
  }

  @Test
  void whoHangsUpLeavesNoTimer() {
    listen(LONG).cancel();
    assertTimerIsGone();
  }

  @Test
  void theCallbackRunsWhenTheTimeIsOver() {
    listen(SHORT).awaitItem().assertItem("late");
    await().until(() -> ends.get() == 1);
  }

  @Test
  void workThatTakesTooLongFailsAndIsCancelled() {
    AtomicInteger cancelled = new AtomicInteger();
    Uni<String> work =
        Uni.createFrom().<String>nothing().onCancellation().invoke(cancelled::incrementAndGet);
    WaitTimer.limit(VERTX, SHORT, work)
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create())
        .awaitFailure(failure -> assertEquals(TimeoutException.class, failure.getClass()));
    await().until(() -> cancelled.get() == 1);
  }

  @Test
  void workThatEndsInTimeIsAnswered() {
    WaitTimer.limit(VERTX, LONG, Uni.createFrom().item("done"))
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create())
        .assertItem("done");
  }

  private UniAssertSubscriber<String> listen(Duration max) {
    return Uni.createFrom()
        .<String>emitter(
            started -> {
              emitter.set(started);
              timer =
                  WaitTimer.start(
                      VERTX, started, max, () -> started.complete("late"), ends::incrementAndGet);
            })
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  private void assertTimerIsGone() {
    assertEquals(1, ends.get());
    assertFalse(VERTX.cancelTimer(timer));
  }
}
