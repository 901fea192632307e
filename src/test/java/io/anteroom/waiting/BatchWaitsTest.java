package io.anteroom.waiting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.Ticker;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.anteroom.task.batch.BatchView;
import io.anteroom.task.event.TaskSignal;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Waits for a batch whose rows are in memory, with true and false signals. */
class BatchWaitsTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(10);

  @AutoClose private final Vertx vertx = Vertx.vertx();
  private final WaitRegistry registry = new WaitRegistry(vertx);
  private final List<Task> tasks = IntStream.range(0, 1000).mapToObj(i -> task()).toList();
  private final AtomicInteger reads = new AtomicInteger();
  private final BatchWaits waits =
      new BatchWaits(
          (batch, client) -> Uni.createFrom().item(this::lastOpen),
          (batch, client) -> Uni.createFrom().item(this::view),
          new TaskWaits((id, client) -> Uni.createFrom().item(find(id)), registry, Ticker.SYSTEM),
          Ticker.SYSTEM);

  @Test
  void isAnsweredWhenTheLastTaskHasEndedAndNotBefore() {
    UniAssertSubscriber<BatchView> waiter = await(LONG);
    tasks.subList(1, 999).forEach(this::end);
    end(tasks.get(999));
    waiter.assertNotTerminated();
    end(tasks.get(0));
    assertTrue(waiter.awaitItem(SOON).getItem().hasEnded());
    assertTrue(registry.isEmpty());
    assertTrue(reads.get() <= 4, "a look for each task that it waited for: " + reads);
  }

  /** Each end is that of the task that it waits for. */
  @Test
  void theWorstOrderCostsOneReadForEachTask() {
    UniAssertSubscriber<BatchView> waiter = await(LONG);
    for (int i = 999; i >= 0; i--) {
      assertEquals(1, registry.size(), "one registration, however many tasks");
      end(tasks.get(i));
    }
    assertTrue(waiter.awaitItem(SOON).getItem().hasEnded());
    assertTrue(reads.get() <= 1001, "reads: " + reads);
  }

  @Test
  void isAnsweredAsItIsWhenTheTimeIsOver() {
    UniAssertSubscriber<BatchView> waiter = await(Duration.ofMillis(50));
    assertEquals(1000, waiter.awaitItem(SOON).getItem().open());
    assertTrue(registry.isEmpty());
  }

  @Test
  void isAnsweredAsItIsWhenTheProcessStops() {
    UniAssertSubscriber<BatchView> waiter = await(LONG);
    registry.close(new ShutdownDelayInitiatedEvent());
    assertEquals(1000, waiter.awaitItem(SOON).getItem().open());
    assertTrue(registry.isEmpty());
  }

  @Test
  void aCallerThatHangsUpIsForgotten() {
    UniAssertSubscriber<BatchView> waiter = await(LONG);
    end(tasks.get(999));
    assertEquals(1, registry.size());
    waiter.cancel();
    assertTrue(registry.isEmpty());
    int before = reads.get();
    end(tasks.get(998));
    assertEquals(before, reads.get());
  }

  @Test
  void aBatchWithoutTasksIsNotWaitedFor() {
    tasks.forEach(task -> task.phase = Phase.ENDED);
    assertTrue(await(LONG).awaitItem(SOON).getItem().hasEnded());
    assertEquals(1, reads.get());
  }

  @Test
  void anUnknownBatchIsNotWaitedFor() {
    BatchWaits none =
        new BatchWaits(
            (batch, client) -> Uni.createFrom().nullItem(),
            (batch, client) -> Uni.createFrom().nullItem(),
            null,
            Ticker.SYSTEM);
    assertNull(
        none.awaitEnd(UUID.randomUUID(), "alice", LONG)
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create())
            .awaitItem(SOON)
            .getItem());
  }

  @Test
  void withoutAWaitTheBatchAloneIsRead() {
    assertEquals(1000, await(Duration.ZERO).awaitItem(SOON).getItem().open());
    assertEquals(0, reads.get());
  }

  private UniAssertSubscriber<BatchView> await(Duration max) {
    return waits
        .awaitEnd(UUID.randomUUID(), "alice", max)
        .subscribe()
        .withSubscriber(UniAssertSubscriber.create());
  }

  private Task lastOpen() {
    reads.incrementAndGet();
    return tasks.stream().filter(t -> !t.hasEnded()).reduce((a, b) -> b).orElse(null);
  }

  private BatchView view() {
    int open = (int) tasks.stream().filter(task -> !task.hasEnded()).count();
    return new BatchView(null, null, null, tasks.size(), open, null, 0, null, null, null);
  }

  private Task find(UUID id) {
    return tasks.stream().filter(task -> task.id.equals(id)).findFirst().orElse(null);
  }

  private void end(Task task) {
    task.phase = Phase.ENDED;
    registry.wake(new TaskSignal(task.id, "alice", 2, true));
  }

  private static Task task() {
    Task task = new Task();
    task.id = UUID.randomUUID();
    task.phase = Phase.RUNNING;
    return task;
  }
}
