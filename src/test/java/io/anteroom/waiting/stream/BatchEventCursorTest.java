package io.anteroom.waiting.stream;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anteroom.accept.TaskOptions;
import io.anteroom.task.event.EventPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The stream of a batch, on a real PostgreSQL. */
class BatchEventCursorTest {

  private static final Duration SILENCE = Duration.ofMillis(300);

  @AutoClose private static final EventFeedFixture fixture = new EventFeedFixture(2);

  private final UUID batch = UUID.randomUUID();

  @Test
  void itEndsThoughTheRetentionRemovedTheLastEvents() {
    UUID removed = task();
    UUID shortened = task();
    EventFeed feed = feed(List.of(removed, shortened));
    Awaitility.await().until(() -> await(feed.next(SILENCE)).events().isEmpty());
    fixture.store.cancel(removed);
    fixture.store.cancel(shortened);
    sql("delete from task_event where task_id in ('%s', '%s')".formatted(removed, shortened));
    sql("delete from task where id = '%s'".formatted(removed));
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> await(feed.next(SILENCE)).last());
    feed.close();
  }

  @Test
  void whileATaskHasNotEndedItGoesOn() {
    UUID task = task();
    EventFeed feed = feed(List.of(task));
    List<Boolean> ends = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ends.add(await(feed.next(SILENCE)).last());
    }
    assertFalse(ends.contains(true));
    assertEquals(1, fixture.feeds.size());
    feed.close();
  }

  private UUID task() {
    UUID task = fixture.store.accept(TaskOptions.NONE);
    sql("update task set batch = '%s' where id = '%s'".formatted(batch, task));
    return task;
  }

  private EventFeed feed(List<UUID> unfinished) {
    return fixture.open(fixture.feeds.ofBatch(batch, unfinished, EventPosition.FIRST));
  }

  private static void sql(String statement) {
    await(fixture.store.pool().query(statement).execute());
  }
}
