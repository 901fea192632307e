package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EarlyFailureTest {

  private final AtomicReference<UniEmitter<? super String>> step = new AtomicReference<>();
  private final AtomicReference<Consumer<Throwable>> fail = new AtomicReference<>();
  private final AtomicBoolean cancelled = new AtomicBoolean();

  @Test
  void aStepThatEndsFirstGivesItsItem() {
    UniAssertSubscriber<String> caller = subscribe();
    step.get().complete("done");
    fail.get().accept(new IllegalStateException("too late"));
    caller.assertCompleted().assertItem("done");
    assertFalse(cancelled.get());
  }

  @Test
  void aStepThatFailsFirstGivesItsFailure() {
    UniAssertSubscriber<String> caller = subscribe();
    step.get().fail(new IllegalArgumentException("its own"));
    fail.get().accept(new IllegalStateException("too late"));
    caller.assertFailedWith(IllegalArgumentException.class, "its own");
  }

  @Test
  void aStepThatIsMadeToFailIsCancelled() {
    UniAssertSubscriber<String> caller = subscribe();
    fail.get().accept(new IllegalStateException("lost"));
    caller.assertFailedWith(IllegalStateException.class, "lost");
    assertTrue(cancelled.get());
  }

  @Test
  void aCallerWhoGoesAwayCancelsTheStep() {
    subscribe().cancel();
    assertTrue(cancelled.get());
  }

  @Test
  void aStepThatHasFailedBeforeItBeginsIsCancelled() {
    UniAssertSubscriber<String> caller =
        EarlyFailure.of(step(), now -> now.accept(new IllegalStateException("lost before")))
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());
    caller.assertFailedWith(IllegalStateException.class, "lost before");
    assertTrue(cancelled.get());
  }

  private UniAssertSubscriber<String> subscribe() {
    return EarlyFailure.of(step(), fail::set)
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  private Uni<String> step() {
    return Uni.createFrom()
        .<String>emitter(step::set)
        .onCancellation()
        .invoke(() -> cancelled.set(true));
  }
}
