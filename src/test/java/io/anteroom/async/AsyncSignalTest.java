package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
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

  /** As when the thread that waits is held up between the two steps. */
  @Test
  void aTimerThatIsFasterThanTheWaitEndsIt() {
    AsyncSignal signal = new AsyncSignal(withTimersThatAreOverAtOnce());
    listen(signal, LONG).assertCompleted().assertItem(false);
  }

  private static Vertx withTimersThatAreOverAtOnce() {
    return (Vertx)
        Proxy.newProxyInstance(
            AsyncSignalTest.class.getClassLoader(),
            new Class<?>[] {Vertx.class},
            (self, method, arguments) -> {
              if (method.getName().equals("setTimer")) {
                @SuppressWarnings("unchecked")
                Handler<Long> handler = (Handler<Long>) arguments[1];
                handler.handle(1L);
                return 1L;
              }
              return method.invoke(VERTX, arguments);
            });
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
    UniAssertSubscriber<Boolean> abandoned = listen(Duration.ofMillis(500));
    asyncSignal.abandon();
    asyncSignal.ring();
    listen(LONG).assertItem(true);
    listen(Duration.ofMillis(600)).awaitItem().assertItem(false);
    abandoned.assertNotTerminated();
  }

  private UniAssertSubscriber<Boolean> listen(Duration max) {
    return listen(asyncSignal, max);
  }

  private static UniAssertSubscriber<Boolean> listen(AsyncSignal signal, Duration max) {
    return signal.await(max).subscribe().withSubscriber(UniAssertSubscriber.create());
  }
}
