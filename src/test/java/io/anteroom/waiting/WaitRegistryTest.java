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
  private final WaitRegistry room = new WaitRegistry(vertx);
  private final UUID task = UUID.randomUUID();

  @Test
  void wakesOnlyTheWaitsOfTheTask() {
    UniAssertSubscriber<Boolean> forTheEnd = listen(room.enter(task, TaskSignal::ended), LONG);
    UniAssertSubscriber<Boolean> forAnother =
        listen(room.enter(UUID.randomUUID(), TaskSignal::ended), LONG);
    room.wake(new TaskSignal(task, "alice", 2, false));
    forTheEnd.assertNotTerminated();
    room.wake(new TaskSignal(task, "alice", 3, true));
    forTheEnd.assertItem(true);
    forAnother.assertNotTerminated();
    assertEquals(1, room.size());
  }

  @Test
  void aSignalBetweenEnteringAndWaitingIsNotMissed() {
    WaitRegistration waiter = room.enter(task, TaskSignal::ended);
    room.wake(new TaskSignal(task, "alice", 2, true));
    listen(waiter, LONG).assertItem(true);
    assertTrue(room.isEmpty());
  }

  @Test
  void aCallerThatHangsUpIsForgottenAtOnce() {
    UniAssertSubscriber<Boolean> waiting = listen(room.enter(task, TaskSignal::ended), LONG);
    waiting.cancel();
    assertTrue(room.isEmpty());
  }

  @Test
  void aWaitEndsWithItsTime() {
    listen(room.enter(task, TaskSignal::ended), Duration.ofMillis(20))
        .awaitItem()
        .assertItem(false);
    assertTrue(room.isEmpty());
  }

  @Test
  void closingEndsEveryWait() {
    WaitRegistration notYetWaiting = room.enter(task, TaskSignal::ended);
    UniAssertSubscriber<Boolean> waiting = listen(room.enter(task, TaskSignal::ended), LONG);
    room.close(new ShutdownDelayInitiatedEvent());
    waiting.assertItem(false);
    listen(notYetWaiting, LONG).assertItem(false);
    listen(room.enter(task, TaskSignal::ended), LONG).assertItem(false);
    assertTrue(room.isEmpty());
  }

  @Test
  void aListenerGetsSignalsOfItsClientUntilItIsRemoved() {
    List<TaskSignal> heard = new ArrayList<>();
    Consumer<TaskSignal> listener = heard::add;
    room.listen("alice", listener);
    assertFalse(room.isEmpty());
    TaskSignal ofAlice = new TaskSignal(task, "alice", 2, false);
    room.wake(ofAlice);
    room.wake(new TaskSignal(task, "bob", 3, false));
    room.forget("alice", listener);
    room.wake(ofAlice);
    assertEquals(List.of(ofAlice), heard);
    assertTrue(room.isEmpty());
  }

  private static UniAssertSubscriber<Boolean> listen(WaitRegistration waiter, Duration max) {
    return waiter.await(max).subscribe().withSubscriber(UniAssertSubscriber.create());
  }
}
