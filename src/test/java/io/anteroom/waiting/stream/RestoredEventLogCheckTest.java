package io.anteroom.waiting.stream;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.accept.TaskOptions;
import io.anteroom.async.Ticker;
import io.anteroom.task.TaskFixture;
import io.anteroom.task.event.EventHorizon;
import io.anteroom.task.event.EventLog;
import io.anteroom.task.event.EventPosition;
import io.anteroom.task.event.EventTail;
import io.anteroom.task.event.TaskEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A log whose transactions are those of another, older cluster. */
class RestoredEventLogCheckTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** The repair of docs/deployment.md. */
  private static final String MEND =
      """
      begin;
      update task_event set xid = pg_current_xact_id()
       where xid >= pg_snapshot_xmax(pg_current_snapshot());
      update task set event_xid = pg_current_xact_id(), phase_xid = pg_current_xact_id()
       where event_xid >= pg_snapshot_xmax(pg_current_snapshot());
      commit;
      """;

  @AutoClose private final TaskFixture store = TaskFixture.create();
  private final EventTail tail =
      new EventTail(store.pool(), new EventHorizon(store.pool(), Ticker.SYSTEM));
  private final EventLog log =
      new EventLog(store.pool(), new EventHorizon(store.pool(), Ticker.SYSTEM));

  @Test
  void theStartLogsItInOneLine() {
    store.accept(TaskOptions.NONE);
    List<LogRecord> said = new CopyOnWriteArrayList<>();
    Handler handler = listener(said);
    Logger logger = Logger.getLogger(RestoredEventLogCheck.class.getName());
    logger.addHandler(handler);
    try {
      restore();
      new RestoredEventLogCheck(tail).check(null);
      Awaitility.await().until(() -> !said.isEmpty());
    } finally {
      logger.removeHandler(handler);
    }
    assertEquals(1, said.size());
    assertEquals("WARN", said.get(0).getLevel().getName());
    assertTrue(said.get(0).getMessage().contains("After a restore"));
  }

  @Test
  void aLogOfThisClusterIsNotAhead() {
    assertFalse(await(tail.isAhead()), "an empty one");
    UUID task = store.accept(TaskOptions.NONE);
    assertFalse(await(tail.isAhead()));
    store.cancel(task);
    assertFalse(await(tail.isAhead()));
  }

  @Test
  void aLogOfAnotherClusterIsHiddenUntilItIsRepaired() {
    UUID one = store.accept(TaskOptions.NONE);
    UUID two = store.accept(TaskOptions.NONE);
    store.cancel(one);
    restore();
    assertTrue(await(tail.isAhead()));
    assertEquals(List.of(), events());
    store.cancel(two);
    assertEquals(List.of(), events(), "what is written now stands behind what is hidden");

    await(store.pool().query(MEND).execute());

    assertFalse(await(tail.isAhead()));
    assertEquals(List.of(1, 2), numbers(one));
    assertEquals(List.of(1, 2), numbers(two));
    EventPosition now = await(tail.now());
    UUID three = store.accept(TaskOptions.NONE);
    assertEquals(
        Set.of(three),
        await(log.ofClient("alice", now, 100)).stream()
            .map(TaskEvent::task)
            .collect(Collectors.toSet()));
  }

  /** Restores a dump: the same rows in a cluster with lower transaction numbers. */
  private void restore() {
    for (String column :
        List.of("task_event set xid", "task set event_xid", "task set phase_xid")) {
      String name = column.substring(column.lastIndexOf(' ') + 1);
      await(
          store
              .pool()
              .query("update %s = (%s::text::bigint + 1000000)::text::xid8".formatted(column, name))
              .execute());
    }
  }

  private List<TaskEvent> events() {
    return await(log.ofClient("alice", new EventPosition("3", 0), 100));
  }

  private List<Integer> numbers(UUID task) {
    return events().stream().filter(e -> e.task().equals(task)).map(TaskEvent::no).toList();
  }

  private static Handler listener(List<LogRecord> said) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        said.add(line);
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
