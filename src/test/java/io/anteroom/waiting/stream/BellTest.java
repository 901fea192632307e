package io.anteroom.waiting.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BellTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Vertx VERTX = Vertx.vertx();

  private final Bell bell = new Bell(VERTX);

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aRingWakesTheOneThatWaits() {
    UniAssertSubscriber<Boolean> waiting = listen(LONG);
    waiting.assertNotTerminated();
    bell.ring();
    waiting.assertItem(true);
    listen(LONG).assertNotTerminated();
  }

  @Test
  void aRingBeforeTheWaitIsKept() {
    bell.ring();
    bell.ring();
    listen(LONG).assertItem(true);
    listen(LONG).assertNotTerminated();
  }

  @Test
  void aRingThatIsHushedIsNotKept() {
    bell.ring();
    bell.hush();
    listen(LONG).assertNotTerminated();
  }

  @Test
  void theTimeRunsOut() {
    listen(Duration.ofMillis(20)).awaitItem().assertItem(false);
  }

  @Test
  void whoGaveUpTakesNoRing() {
    UniAssertSubscriber<Boolean> gone = listen(LONG);
    gone.cancel();
    bell.ring();
    listen(LONG).assertItem(true);
    assertEquals(null, gone.getItem());
  }

  private UniAssertSubscriber<Boolean> listen(Duration most) {
    return bell.await(most).subscribe().withSubscriber(UniAssertSubscriber.create());
  }
}
