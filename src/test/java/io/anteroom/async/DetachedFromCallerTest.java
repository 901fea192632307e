package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DetachedFromCallerTest {

  private final AtomicReference<UniEmitter<? super String>> end = new AtomicReference<>();

  @Test
  void theOutcomeIsThatOfTheWork() {
    assertEquals(
        "done", DetachedFromCaller.run(Uni.createFrom().item("done")).await().indefinitely());
    Uni<String> failed = DetachedFromCaller.run(Uni.createFrom().failure(new IOException("no")));
    assertThrows(
        CompletionException.class,
        () -> failed.subscribeAsCompletionStage().toCompletableFuture().join());
  }

  @Test
  void theWorkGoesOnAfterACancel() {
    AtomicReference<String> seen = new AtomicReference<>();
    Uni<String> work = Uni.createFrom().<String>emitter(end::set).invoke(seen::set);
    Uni<String> outcome = DetachedFromCaller.run(work);
    outcome.subscribe().with(item -> {}).cancel();
    end.get().complete("done");
    assertEquals("done", seen.get());
    assertEquals("done", outcome.await().indefinitely());
  }

  @Test
  void suppliedWorkBeginsWithTheSubscription() {
    Uni<String> outcome = DetachedFromCaller.run(() -> Uni.createFrom().<String>emitter(end::set));
    assertNull(end.get());
    var waiting = outcome.subscribe().withSubscriber(UniAssertSubscriber.create());
    end.get().complete("done");
    waiting.assertCompleted().assertItem("done");
  }

  /** A wait of minutes after an accept must not hold megabytes. */
  @Test
  void theWorkIsReleasedOnceItIsDone() {
    byte[] body = new byte[1_000_000];
    WeakReference<byte[]> held = new WeakReference<>(body);
    Uni<Integer> accepted = DetachedFromCaller.run(length(body));
    body = null;
    Uni<Integer> waiting = accepted.chain(n -> Uni.createFrom().<Integer>emitter(e -> {}));
    var wait = waiting.subscribe().with(item -> {});
    Awaitility.await()
        .untilAsserted(
            () -> {
              System.gc();
              assertNull(held.get());
            });
    wait.cancel();
  }

  private static Uni<Integer> length(byte[] body) {
    return Uni.createFrom().voidItem().map(nothing -> body.length);
  }
}
