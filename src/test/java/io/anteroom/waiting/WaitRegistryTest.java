package io.anteroom.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.task.event.TaskSignal;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WaitRegistryTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  @AutoClose private final Vertx vertx = Vertx.vertx();
  private final WaitRegistry registry = new WaitRegistry(vertx);
  private final UUID task = UUID.randomUUID();

  @Test
  void wakesOnlyTheWaitsOfTheTask() {
    UniAssertSubscriber<Boolean> forTheEnd = listen(registry.enter(task, TaskSignal::ended), LONG);
    UniAssertSubscriber<Boolean> forAnother =
        listen(registry.enter(UUID.randomUUID(), TaskSignal::ended), LONG);
    registry.wake(new TaskSignal(task, "alice", 2, false));
    forTheEnd.assertNotTerminated();
    registry.wake(new TaskSignal(task, "alice", 3, true));
    forTheEnd.assertItem(true);
    forAnother.assertNotTerminated();
    assertEquals(1, registry.size());
  }

  @Test
  void aSignalBetweenEnteringAndWaitingIsNotMissed() {
    WaitRegistration waiter = registry.enter(task, TaskSignal::ended);
    registry.wake(new TaskSignal(task, "alice", 2, true));
    listen(waiter, LONG).assertItem(true);
    assertTrue(registry.isEmpty());
  }

  @Test
  void aCallerThatHangsUpIsForgottenAtOnce() {
    UniAssertSubscriber<Boolean> waiting = listen(registry.enter(task, TaskSignal::ended), LONG);
    waiting.cancel();
    assertTrue(registry.isEmpty());
  }

  @Test
  void aWaitEndsWithItsTime() {
    listen(registry.enter(task, TaskSignal::ended), Duration.ofMillis(20))
        .awaitItem()
        .assertItem(false);
    assertTrue(registry.isEmpty());
  }

  @Test
  void closingEndsEveryWait() {
    WaitRegistration notYetWaiting = registry.enter(task, TaskSignal::ended);
    UniAssertSubscriber<Boolean> waiting = listen(registry.enter(task, TaskSignal::ended), LONG);
    registry.close(new ShutdownDelayInitiatedEvent());
    waiting.assertItem(false);
    listen(notYetWaiting, LONG).assertItem(false);
    listen(registry.enter(task, TaskSignal::ended), LONG).assertItem(false);
    assertTrue(registry.isEmpty());
  }

  @Test
  void aListenerGetsSignalsOfItsClientUntilItIsRemoved() {
    List<TaskSignal> heard = new ArrayList<>();
    Consumer<TaskSignal> listener = heard::add;
    registry.listen("alice", listener);
    assertFalse(registry.isEmpty());
    TaskSignal ofAlice = new TaskSignal(task, "alice", 2, false);
    registry.wake(ofAlice);
    registry.wake(new TaskSignal(task, "bob", 3, false));
    registry.forget("alice", listener);
    registry.wake(ofAlice);
    assertEquals(List.of(ofAlice), heard);
    assertTrue(registry.isEmpty());
  }

  private static UniAssertSubscriber<Boolean> listen(WaitRegistration waiter, Duration max) {
    return waiter.await(max).subscribe().withSubscriber(UniAssertSubscriber.create());
  }
}
