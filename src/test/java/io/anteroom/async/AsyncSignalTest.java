package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AsyncSignalTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  @AutoClose private static final Vertx VERTX = Vertx.vertx();

  private final AsyncSignal asyncSignal = new AsyncSignal(VERTX);

  @Test
  void aSignalWakesTheWaiter() {
    UniAssertSubscriber<Boolean> waiting = listen(LONG);
    waiting.assertNotTerminated();
    asyncSignal.ring();
    waiting.assertItem(true);
    listen(LONG).assertNotTerminated();
  }

  @Test
  void aSignalBeforeTheWaitIsKept() {
    asyncSignal.ring();
    asyncSignal.ring();
    listen(LONG).assertItem(true);
    listen(LONG).assertNotTerminated();
  }

  @Test
  void aClearedSignalIsNotKept() {
    asyncSignal.ring();
    asyncSignal.hush();
    listen(LONG).assertNotTerminated();
  }

  @Test
  void aWaitTimesOut() {
    listen(Duration.ofMillis(20)).awaitItem().assertItem(false);
  }

  @Test
  void aCancelledWaitTakesNoSignal() {
    UniAssertSubscriber<Boolean> gone = listen(LONG);
    gone.cancel();
    asyncSignal.ring();
    listen(LONG).assertItem(true);
    assertEquals(null, gone.getItem());
  }

  @Test
  void whoIsAbandonedHearsNothingAndTakesNoRing() {
    UniAssertSubscriber<Boolean> abandoned = listen(Duration.ofMillis(20));
    asyncSignal.abandon();
    asyncSignal.ring();
    listen(LONG).assertItem(true);
    listen(Duration.ofMillis(50)).awaitItem().assertItem(false);
    abandoned.assertNotTerminated();
  }

  private UniAssertSubscriber<Boolean> listen(Duration max) {
    return asyncSignal.await(max).subscribe().withSubscriber(UniAssertSubscriber.create());
  }
}
