package io.anteroom.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.task.EventTail.Position;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many writers at once, whose transactions overlap at random, and a reader beside them. */
class EventLogWritersTest {

  private static final int WRITERS = 8;
  private static final int TRANSACTIONS = 60;
  private static final int TASKS = 30;
  private static final String CLIENT = "alice";

  private static final String CHANGE =
      Logged.change(
          "waited as (select pg_sleep($2)),",
          "event_no = t.event_no + 1, updated_at = now() from waited where t.id = $1");

  @Test
  void everyEventIsReadOnceAndThoseOfATaskInOrder() {
    long seed = System.nanoTime();
    try (PostgresFixture postgres = PostgresFixture.create()) {
      Pool pool = postgres.pool();
      Position start = await(new EventTail(pool).now());
      List<UUID> tasks = insertTasks(pool);
      CompletableFuture<?> writers = startWriters(pool, tasks, seed);
      List<TaskEvent> seen = readBeside(writers, pool, start, new Random(seed));

      String why = "seed " + seed;
      int written =
          postgres.sql("select count(*)::int from task_event").iterator().next().getInteger(0);
      assertEquals(written, seen.stream().map(e -> e.at().seq()).distinct().count(), why);
      assertEquals(written, seen.size(), why);
      assertOrdered(seen, why);
    }
  }

  /** Each read begins anew after the last event, as one does that was cut off, on any replica. */
  private static List<TaskEvent> readBeside(
      CompletableFuture<?> writers, Pool pool, Position start, Random random) {
    EventLog log = new EventLog(pool);
    List<TaskEvent> seen = new ArrayList<>();
    boolean last;
    List<TaskEvent> page;
    do {
      last = writers.isDone();
      Position at = seen.isEmpty() ? start : seen.get(seen.size() - 1).at();
      page = await(log.ofClient(CLIENT, at, 1 + random.nextInt(7)));
      seen.addAll(page);
    } while (!last || !page.isEmpty());
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

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(60));
  }
}
