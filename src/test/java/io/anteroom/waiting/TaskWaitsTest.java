package io.anteroom.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.Ticker;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.anteroom.task.event.NewestEvents.Known;
import io.anteroom.task.event.TaskSignal;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Waits for a task whose row is in memory, with true and false signals. */
class TaskWaitsTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int FALSE_WAKES = 100_000;

  @AutoClose private final Vertx vertx = Vertx.vertx();
  private final WaitRegistry registry = new WaitRegistry(vertx);
  private final AtomicInteger reads = new AtomicInteger();
  private final UUID id = UUID.randomUUID();
  private volatile Task row = task(3, Phase.RUNNING);
  private final TaskWaits waits = new TaskWaits((task, client) -> read(), registry, Ticker.SYSTEM);

  @Test
  void aFloodOfFalseHintsCostsFewReads() {
    UniAssertSubscriber<Task> waiter = subscribe(waits.awaitEnd(id, "alice", LONG));
    flood(new TaskSignal(id, "alice", 9, true));
    assertTrue(reads.get() < 200, "reads: " + reads);
    end(waiter);
  }

  @Test
  void aFloodOfHintsCostsFewReadsWhileWaitingForAChange() {
    IntPredicate isKnown = event -> event == 3;
    UniAssertSubscriber<Task> waiter = subscribe(waits.awaitChange(id, "alice", isKnown, LONG));
    flood(new TaskSignal(id, "alice", 4, false));
    assertTrue(reads.get() < 200, "reads: " + reads);
    end(waiter);
  }

  @Test
  void aCallerThatHangsUpDuringAFloodIsForgotten() {
    UniAssertSubscriber<Task> waiter = subscribe(waits.awaitEnd(id, "alice", LONG));
    for (int i = 0; i < 1000; i++) {
      registry.wake(new TaskSignal(id, "alice", 9, true));
    }
    waiter.cancel();
    assertTrue(registry.isEmpty());
    int before = reads.get();
    flood(new TaskSignal(id, "alice", 9, true));
    assertEquals(before, reads.get());
  }

  @Test
  void falseHintsDoNotMakeAWaitLonger() {
    UniAssertSubscriber<Task> waiter =
        subscribe(waits.awaitEnd(id, "alice", Duration.ofMillis(300)));
    flood(new TaskSignal(id, "alice", 9, true));
    waiter.awaitItem(Duration.ofSeconds(10)).assertItem(row);
    assertTrue(registry.isEmpty());
  }

  @Test
  void closingAnswersAWaitThatPausesAfterAFalseHint() {
    UniAssertSubscriber<Task> waiter = subscribe(waits.awaitEnd(id, "alice", LONG));
    flood(new TaskSignal(id, "alice", 9, true));
    registry.close(new ShutdownDelayInitiatedEvent());
    waiter.awaitItem(Duration.ofSeconds(10)).assertItem(row);
  }

  @Test
  void anEndedTaskIsAnsweredForAnyKnownVersion() {
    UniAssertSubscriber<Task> waiter = subscribe(waits.awaitChange(id, "alice", n -> true, LONG));
    end(waiter);
  }

  @Test
  void anEndedTaskIsAnsweredAtOnce() {
    row = task(5, Phase.ENDED);
    subscribe(waits.awaitChange(id, "alice", n -> n == 5, LONG)).assertItem(row);
    subscribe(waits.awaitChange(id, "alice", n -> n == 4, LONG)).assertItem(row);
    subscribe(waits.awaitEnd(id, "alice", LONG)).assertItem(row);
    assertTrue(registry.isEmpty());
  }

  @Test
  void anUnknownTaskIsNotWaitedFor() {
    row = null;
    assertNull(subscribe(waits.awaitEnd(id, "alice", LONG)).awaitItem().getItem());
    assertTrue(registry.isEmpty());
  }

  @Test
  void aNewTaskIsReadWhenItsEndIsToldAndNotBefore() {
    UniAssertSubscriber<Task> waiter = subscribe(waits.awaitEndOfNew(id, "alice", LONG));
    registry.wake(new TaskSignal(id, "alice", 2, false));
    assertEquals(0, reads.get());
    end(waiter);
    assertEquals(1, reads.get());
  }

  @Test
  void aNewTaskIsReadWhenTheTimeIsOver() {
    subscribe(waits.awaitEndOfNew(id, "alice", Duration.ofMillis(50)))
        .awaitItem(Duration.ofSeconds(10))
        .assertItem(row);
    assertEquals(1, reads.get());
    assertTrue(registry.isEmpty());
  }

  @Test
  void aNewTaskThatEndedBeforeTheWaitIsFoundByTheTick() {
    UniAssertSubscriber<Task> waiter = subscribe(waits.awaitEndOfNew(id, "alice", LONG));
    row = task(4, Phase.ENDED);
    assertEquals(List.of(new Known(id, -1)), registry.known());
    registry.shown(new TaskSignal(id, "alice", 4, true));
    assertSame(row, waiter.awaitItem(Duration.ofSeconds(10)).getItem());
  }

  @Test
  void aNewTaskWhoseEndOthersWereToldOfIsFoundByTheTick() {
    UniAssertSubscriber<Task> first = subscribe(waits.awaitEndOfNew(id, "alice", LONG));
    registry.enter(id, signal -> false);
    row = task(4, Phase.ENDED);
    registry.shown(new TaskSignal(id, "alice", 4, true));
    first.awaitItem(Duration.ofSeconds(10));
    assertEquals(List.of(new Known(id, 4)), registry.known());
    subscribe(waits.awaitEndOfNew(id, "alice", LONG));
    assertEquals(List.of(new Known(id, -1)), registry.known(), "the tick looks once more");
  }

  /** Signals as fast as Redis brings them, with a short rest now and then. */
  private void flood(TaskSignal taskSignal) {
    for (int i = 0; i < FALSE_WAKES; i++) {
      registry.wake(taskSignal);
    }
  }

  private void end(UniAssertSubscriber<Task> waiter) {
    waiter.assertNotTerminated();
    Task ended = task(4, Phase.ENDED);
    row = ended;
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              registry.wake(new TaskSignal(id, "alice", 4, true));
              return waiter.getItem() != null;
            });
    assertSame(ended, waiter.getItem());
    assertTrue(registry.isEmpty());
  }

  private Uni<Task> read() {
    reads.incrementAndGet();
    return Uni.createFrom().item(row);
  }

  private static UniAssertSubscriber<Task> subscribe(Uni<Task> wait) {
    return wait.subscribe().withSubscriber(UniAssertSubscriber.create());
  }

  private static Task task(int eventNo, Phase phase) {
    Task task = new Task();
    task.eventNo = eventNo;
    task.phase = phase;
    return task;
  }
}
