package io.anteroom.task.event;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.ManualTicker;
import io.anteroom.async.Ticker;
import io.anteroom.sandbox.EmbeddedServers;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Open transactions of other databases, and of other users, beside a log that is read: on a server
 * of its own, where transactions can be prepared. The reader has no privilege but on its tables.
 */
class EventHorizonTest {

  private static EmbeddedServers servers;
  private static Vertx vertx;
  private static Pool admin;
  private static Pool elsewhere;
  private static Pool pool;

  @BeforeAll
  static void open() {
    servers =
        EmbeddedServers.start(Map.of("max_prepared_transactions", "5", "wal_level", "logical"));
    vertx = Vertx.vertx();
    String url = servers.databaseUrl();
    admin = pool(url, servers.databaseUser());
    run(admin, "create database other");
    run(admin, "create role reader login");
    Flyway.configure().dataSource("jdbc:" + url, servers.databaseUser(), "").load().migrate();
    run(admin, "grant select, insert, update on all tables in schema public to reader");
    elsewhere = pool(url.replaceFirst("[^/]*$", "other"), servers.databaseUser());
    run(elsewhere, "create table t (n int)");
    pool = pool(url, "reader");
  }

  @AfterAll
  static void close() {
    List.of(pool, elsewhere, admin).forEach(p -> p.close().await().indefinitely());
    vertx.close().await().indefinitely();
    servers.close();
  }

  @Test
  void aWriterOfAnotherDatabaseHoldsNothingBack() {
    SqlConnection writer = begin(elsewhere, "insert into t values (1)");
    assertReads();
    finish(writer);
  }

  @Test
  void manyWritersOfAnotherDatabaseHoldNothingBack() {
    List<SqlConnection> writers =
        IntStream.range(0, 10)
            .mapToObj(n -> begin(elsewhere, "savepoint a; insert into t values (1)"))
            .toList();
    assertReads();
    writers.forEach(EventHorizonTest::finish);
  }

  @Test
  void aTransactionPreparedInAnotherDatabaseHoldsNothingBack() {
    SqlConnection writer = begin(elsewhere, "insert into t values (1)");
    await(writer.query("prepare transaction 'theirs'").execute());
    await(writer.close());
    assertReads();
    run(elsewhere, "rollback prepared 'theirs'");
  }

  @Test
  void aReplicationSlotOrALongReadHoldsNothingBack() {
    run(admin, "select pg_create_physical_replication_slot('old', true)");
    run(elsewhere, "select pg_create_logical_replication_slot('older', 'pgoutput')");
    SqlConnection reader = begin(elsewhere, "set transaction isolation level repeatable read");
    await(reader.query("select count(*) from t").execute());
    assertReads();
    finish(reader);
    run(elsewhere, "select pg_drop_replication_slot('older')");
    run(admin, "select pg_drop_replication_slot('old')");
  }

  /** It may still write an event that belongs before the present ones. */
  @Test
  void aWriterOfThisDatabaseHoldsEventsBackAndItsAgeIsKnown() {
    ManualTicker ticker = new ManualTicker();
    EventHorizon horizon = new EventHorizon(pool, ticker);
    EventLog log = new EventLog(pool, horizon);
    EventPosition start = await(new EventTail(pool, horizon).now());
    await(horizon.read());
    assertEquals(Duration.ZERO, horizon.age());
    SqlConnection theirs = begin(elsewhere, "insert into t values (1)");
    SqlConnection ours = begin(admin, "create temp table mine (n int)");
    UUID task = write(pool);
    await(horizon.read());
    ticker.pass(Duration.ofSeconds(7));
    assertEquals(Duration.ofSeconds(7), horizon.age());
    await(horizon.read());
    ticker.pass(Duration.ofSeconds(7));
    assertEquals(Duration.ofSeconds(14), horizon.age(), "since it was first seen");
    assertEquals(List.of(), await(log.ofClient("alice", start, 10)));
    UUID earlier = write(ours);
    finish(ours);
    assertEquals(
        List.of(earlier, task),
        await(log.ofClient("alice", start, 10)).stream().map(TaskEvent::task).toList());
    await(horizon.read());
    assertEquals(Duration.ZERO, horizon.age());
    finish(theirs);
  }

  /** An event is read, and so is one that is written after it, once. */
  private static void assertReads() {
    EventHorizon horizon = new EventHorizon(pool, Ticker.SYSTEM);
    EventLog log = new EventLog(pool, horizon);
    EventTail tail = new EventTail(pool, horizon);
    await(horizon.read());
    EventPosition start = await(tail.now());
    UUID one = write(pool);
    await(horizon.read()); // as each second: only now a snapshot names the transaction
    List<TaskEvent> events = await(log.ofClient("alice", start, 10));
    assertEquals(List.of(one), events.stream().map(TaskEvent::task).toList());
    assertTrue(events.get(0).at().isAfter(start));
    UUID two = write(pool); // without another look
    assertEquals(
        List.of(two),
        await(tail.since(events.get(0).at(), 10)).stream().map(TaskSignal::task).toList());
    assertEquals(Duration.ZERO, horizon.age());
  }

  private static UUID write(SqlClient client) {
    UUID task = UUID.randomUUID();
    await(
        client
            .query(
                """
                insert into task_event (task_id, client, no, status, phase)
                values ('%s', 'alice', 1, 'INITIALIZING', 'queued')
                """
                    .formatted(task))
            .execute());
    return task;
  }

  private static SqlConnection begin(Pool database, String statement) {
    SqlConnection connection = await(database.getConnection());
    await(connection.query("begin").execute());
    for (String one : statement.split("; ")) {
      await(connection.query(one).execute());
    }
    return connection;
  }

  private static void finish(SqlConnection connection) {
    await(connection.query("commit").execute());
    await(connection.close());
  }

  private static void run(Pool database, String statement) {
    await(database.query(statement).execute());
  }

  private static Pool pool(String url, String user) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(12))
        .connectingTo(PgConnectOptions.fromUri(url).setUser(user))
        .using(vertx)
        .build();
  }
}
