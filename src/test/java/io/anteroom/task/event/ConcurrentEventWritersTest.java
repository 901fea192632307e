package io.anteroom.task.event;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.async.Ticker;
import io.anteroom.task.TaskTransitionSql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many writers at once, whose transactions overlap at random, and a reader beside them. */
class ConcurrentEventWritersTest {

  private static final int WRITERS = 8;
  private static final int TRANSACTIONS = 60;
  private static final int TASKS = 30;
  private static final int EMPTY_PAGES_AT_THE_END = 100;
  private static final String CLIENT = "alice";

  private static final String CHANGE =
      TaskTransitionSql.change(
          "waited as (select pg_sleep($2)),",
          "event_no = t.event_no + 1, updated_at = now() from waited where t.id = $1");

  @Test
  void everyEventIsReadOnceAndInTheOrderOfItsTask() {
    long seed = System.nanoTime();
    try (PostgresFixture postgres = PostgresFixture.create()) {
      Pool pool = postgres.pool();
      check(postgres, () -> startWriters(pool, insertTasks(pool), seed), seed);
    }
  }

  /**
   * Transactions of another database are ignored. Sessions of both come and go, so that they reuse
   * slots of the server, and still no transaction of this database is ignored.
   */
  @Test
  void noEventIsMissedWhileAnotherDatabaseIsIgnored() {
    long seed = System.nanoTime();
    try (PostgresFixture postgres = PostgresFixture.create();
        PostgresFixture theirs = PostgresFixture.create()) {
      theirs.sql("create table written (n int)");
      Pool pool = postgres.pool();
      AtomicBoolean over = new AtomicBoolean();
      CompletableFuture<?> others =
          CompletableFuture.runAsync(
              () -> {
                Random random = new Random(seed);
                while (!over.get()) {
                  openAndClose(theirs, random);
                }
              });
      try {
        check(postgres, () -> startShortSessions(postgres, insertTasks(pool), seed), seed);
      } finally {
        over.set(true);
        others.join();
      }
    }
  }

  private static void check(
      PostgresFixture postgres, Supplier<CompletableFuture<?>> start, long seed) {
    Pool pool = postgres.pool();
    EventPosition from = await(new EventTail(pool, new EventHorizon(pool, Ticker.SYSTEM)).now());
    CompletableFuture<?> writers = start.get();
    List<TaskEvent> seen = readBeside(writers, pool, from, new Random(seed));
    String why = "seed " + seed;
    int written = postgres.count("task_event");
    assertEquals(written, seen.stream().map(e -> e.at().seq()).distinct().count(), why);
    assertEquals(written, seen.size(), why);
    assertOrdered(seen, why);
  }

  private static void openAndClose(PostgresFixture theirs, Random random) {
    Pool one = theirs.anotherPool();
    double pause = random.nextInt(30) / 1000.0;
    await(
        one.withTransaction(
            c ->
                c.query("insert into written values (1)")
                    .execute()
                    .chain(() -> c.query("select pg_sleep(" + pause + ")").execute())
                    .replaceWithVoid()));
    await(one.close());
  }

  private static CompletableFuture<?> startShortSessions(
      PostgresFixture postgres, List<UUID> tasks, long seed) {
    return CompletableFuture.allOf(
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> writeInShortSessions(postgres, tasks, new Random(seed + i))))
            .toArray(CompletableFuture[]::new));
  }

  private static void writeInShortSessions(
      PostgresFixture postgres, List<UUID> tasks, Random random) {
    for (int i = 0; i < TRANSACTIONS; i++) {
      Pool one = postgres.anotherPool();
      await(one.withTransaction(connection -> transaction(connection, tasks, random)));
      await(one.close());
    }
  }

  /** Each read starts after the last event, as on another replica. */
  private static List<TaskEvent> readBeside(
      CompletableFuture<?> writers, Pool pool, EventPosition start, Random random) {
    EventHorizon horizon = new EventHorizon(pool, Ticker.SYSTEM);
    EventLog log = new EventLog(pool, horizon);
    List<TaskEvent> seen = new ArrayList<>();
    boolean last;
    int emptyPages = 0;
    List<TaskEvent> page;
    do {
      last = writers.isDone();
      await(horizon.read());
      EventPosition at = seen.isEmpty() ? start : seen.get(seen.size() - 1).at();
      page = await(log.ofClient(CLIENT, at, 1 + random.nextInt(7)));
      seen.addAll(page);
      if (page.isEmpty()) {
        emptyPages = last ? emptyPages + 1 : 0; // the last may be held back for a moment
      }
    } while (emptyPages < EMPTY_PAGES_AT_THE_END);
    writers.join();
    return seen;
  }

  private static void assertOrdered(List<TaskEvent> seen, String why) {
    Map<UUID, Integer> newest = new HashMap<>();
    for (TaskEvent event : seen) {
      assertEquals(newest.getOrDefault(event.task(), 0) + 1, event.no(), why);
      newest.put(event.task(), event.no());
    }
  }

  private static CompletableFuture<?> startWriters(Pool pool, List<UUID> tasks, long seed) {
    return CompletableFuture.allOf(
        IntStream.range(0, WRITERS)
            .mapToObj(
                i -> CompletableFuture.runAsync(() -> write(pool, tasks, new Random(seed + i))))
            .toArray(CompletableFuture[]::new));
  }

  private static void write(Pool pool, List<UUID> tasks, Random random) {
    for (int i = 0; i < TRANSACTIONS; i++) {
      await(pool.withTransaction(connection -> transaction(connection, tasks, random)));
    }
  }

  /** Changes some tasks, in the order of the list, so that no two writers deadlock. */
  private static Uni<Void> transaction(SqlConnection connection, List<UUID> tasks, Random random) {
    return Multi.createFrom()
        .iterable(random.ints(1 + random.nextInt(5), 0, TASKS).sorted().distinct().boxed().toList())
        .onItem()
        .transformToUniAndConcatenate(i -> change(connection, tasks.get(i), random))
        .onItem()
        .ignoreAsUni();
  }

  private static Uni<Void> change(SqlConnection connection, UUID task, Random random) {
    double pause = random.nextInt(4) / 1000.0;
    return connection.preparedQuery(CHANGE).execute(Tuple.of(task, pause)).replaceWithVoid();
  }

  private static List<UUID> insertTasks(Pool pool) {
    List<UUID> ids = IntStream.range(0, TASKS).mapToObj(i -> new UUID(0, i)).toList();
    for (UUID id : ids) {
      await(
          pool.preparedQuery(
                  """
                  with t as (
                    insert into task (id, client, account, kind, collection_id, request, status,
                                      phase, event_no, accepted_at, updated_at)
                    values ($1, $2, 'default', 'text', 'c', '{}', 'INITIALIZING', 'queued', 1,
                            now(), now()))
                  insert into task_event (task_id, client, no, status, phase)
                  values ($1, $2, 1, 'INITIALIZING', 'queued')
                  """)
              .execute(Tuple.of(id, CLIENT)));
    }
    return ids;
  }
}
