package io.anteroom.waiting.stream;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.CrashingPostgres;
import io.anteroom.PostgresFixture;
import io.anteroom.async.Ticker;
import io.anteroom.task.event.EventHorizon;
import io.anteroom.task.event.EventLog;
import io.anteroom.task.event.EventPosition;
import io.anteroom.task.event.EventTail;
import io.anteroom.task.event.NewestEvents;
import io.anteroom.task.event.TaskEvent;
import io.anteroom.task.event.TaskSignal;
import io.anteroom.waiting.EventLogWatch;
import io.anteroom.waiting.WaitRegistry;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** PostgreSQL crashes, and gives ids of transactions again that it gave before. */
class EventsAfterCrashTest {

  private static final String CLIENT = "alice";
  private static final int LOST = 20;

  @AutoClose private static final CrashingPostgres postgres = new CrashingPostgres();
  @AutoClose private static final PostgresFixture elsewhere = postgres.another("elsewhere");
  @AutoClose private static final Vertx vertx = Vertx.vertx();
  private static final Pool pool = postgres.database().pool();

  private final EventHorizon horizon = new EventHorizon(pool, Ticker.SYSTEM);
  private final EventLog log = new EventLog(pool, horizon);
  private final EventTail tail = new EventTail(pool, horizon);

  @Test
  void anOpenStreamHasTheEventsOfIdsThatWereLost() {
    write(pool);
    long lost = postgres.rollBack(LOST);
    EventPosition start = await(tail.now());
    EventCursor stream =
        new LogEventCursor((after, max) -> log.ofClient(CLIENT, after, max), start);
    postgres.crash();
    assertFalse(start.isAfter(await(tail.next())), "its place is an id that is accepted");
    UUID task = write(pool);
    List<TaskEvent> events = await(stream.read(10));
    assertEquals(List.of(task), events.stream().map(TaskEvent::task).toList());
    assertTrue(Long.parseLong(events.get(0).at().xid()) <= lost, "the id was given again");
  }

  /** The place moved on while nobody listened. */
  @Test
  void theTickAnnouncesTheEventsOfIdsThatWereLost() {
    write(pool);
    long lost = postgres.rollBack(LOST);
    WaitRegistry waits = new WaitRegistry(vertx);
    EventLogWatch watch = new EventLogWatch(tail, horizon, new NewestEvents(pool), waits);
    await(watch.tick(null));
    postgres.crash();
    List<TaskSignal> told = new ArrayList<>();
    waits.listen(CLIENT, told::add);
    UUID task = write(pool);
    await(watch.tick(null));
    assertEquals(List.of(task), told.stream().map(TaskSignal::task).toList());
    assertTrue(Long.parseLong(told.get(0).at().xid()) <= lost, "the id was given again");
  }

  /** A transaction of another database is not waited for. After the crash its id is one of ours. */
  @Test
  void aTransactionWithAnIdThatAnotherDatabaseHadIsWaitedFor() {
    write(pool);
    EventPosition start = await(tail.now());
    SqlConnection theirs = CrashingPostgres.begin(elsewhere.pool());
    long id = CrashingPostgres.id(theirs);
    postgres.rollBack(1); // only now a snapshot names the open transaction
    await(horizon.read());
    postgres.crash();
    SqlConnection ours = CrashingPostgres.begin(pool);
    assertEquals(id, CrashingPostgres.id(ours), "the id was given again");
    UUID earlier = write(ours);
    UUID later = write(pool);
    List<TaskEvent> before = await(log.ofClient(CLIENT, start, 10));
    await(ours.query("commit").execute());
    await(ours.close());
    assertEquals(List.of(), before, "shown before an earlier transaction has ended");
    assertEquals(
        List.of(earlier, later),
        await(log.ofClient(CLIENT, start, 10)).stream().map(TaskEvent::task).toList());
  }

  private static UUID write(SqlClient client) {
    UUID task = UUID.randomUUID();
    await(
        client
            .query(
                """
                insert into task_event (task_id, client, no, status, phase)
                values ('%s', '%s', 1, 'INITIALIZING', 'queued')
                """
                    .formatted(task, CLIENT))
            .execute());
    return task;
  }
}
