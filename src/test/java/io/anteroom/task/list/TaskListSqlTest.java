package io.anteroom.task.list;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.PostgresFixture;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A list shows the tasks of its filter, newest first, by every index. */
class TaskListSqlTest {

  private static final String FILL =
      """
      insert into task (id, client, account, kind, collection_id, request, reference, batch, status,
                        phase, cancel_requested, lease_owner, event_no, accepted_at, updated_at)
      select uuidv7(n * interval '-10 s'), case when n % 7 = 0 then 'bob' else 'alice' end, 'a',
        (array['text', 'url'])[1 + n % 2], 'c' || n % 3, '{}',
        case when n % 4 = 0 then 'r' || n % 8 end,
        case when n % 5 = 0 then '00000000-0000-7000-8000-00000000000a'::uuid end,
        (array['INITIALIZING', 'PROCESSING', 'DONE', 'FAILED'])[1 + n % 4],
        case n % 4 when 0 then (array['queued', 'submitting', 'in_doubt', 'running'])[1 + n % 16 / 4]
          when 1 then 'running' else 'ended' end,
        n % 4 < 2 and n % 16 > 0 and n % 11 = 0, null, 1,
        now() - n * interval '10 s' + (n % 9 - 4) * interval '5 s', now()
      from generate_series(1, 400) n
      """;

  private static final String DOUBLE =
      """
      insert into duplicate_asset (task, asset)
      select id, 'asset-' || n from (select id, row_number() over (order by id) as place from task) t,
        generate_series(1, 2) n
      where place % 9 = 0
      """;

  private static final String CALL_BACK =
      """
      insert into callback (id, client, type, url, endpoint, state, settled_at)
      select id, client, 'task.done', 'https://e.invalid/', 'https://e.invalid',
        (array['pending', 'delivered', 'exhausted', 'gone'])[1 + place % 4],
        case when place % 4 > 0 then accepted_at + interval '3 s' end
      from (select *, row_number() over (order by id) as place from task) t where place % 2 = 0
      """;

  private static final String STORED =
      """
      select t.*, exists (select from duplicate_asset d where d.task = t.id) as doubled,
        exists (select from callback c where c.id = t.id and c.state in ('exhausted', 'gone'))
          as undelivered,
        (select settled_at from callback c where c.id = t.id) as settled_at
      from task t
      """;

  private record Stored(
      UUID id,
      String client,
      TaskKind kind,
      String collection,
      String reference,
      UUID batch,
      TaskStatus status,
      Phase phase,
      boolean doubled,
      boolean undelivered,
      Instant settledAt,
      Instant acceptedAt) {}

  @Test
  void showsTheFilteredTasksInOrder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (PostgresFixture postgres = PostgresFixture.create()) {
      postgres.sql(FILL);
      postgres.sql(DOUBLE);
      postgres.sql(CALL_BACK);
      List<Stored> stored = stored(postgres);
      for (int i = 0; i < 250; i++) {
        TaskFilter filter = filter(random, stored);
        UUID after = random.nextInt(3) == 0 ? stored.get(random.nextInt(400)).id : null;
        check(postgres, stored, filter, after, random.nextInt(20), "seed " + seed + ", " + filter);
      }
    }
  }

  private static void check(
      PostgresFixture postgres,
      List<Stored> stored,
      TaskFilter filter,
      UUID after,
      int offset,
      String why) {
    TaskListSql query = new TaskListSql(filter, IdRange.of(filter, after));
    List<UUID> expected =
        stored.stream()
            .filter(task -> shows(filter, task))
            .map(Stored::id)
            .filter(id -> after == null || id.compareTo(after) < 0)
            .toList();
    assertEquals(
        expected.stream().skip(offset).limit(15).toList(), page(postgres, query, offset), why);
    assertEquals(Math.min(100, expected.size()), count(postgres, query), why);
  }

  private static boolean shows(TaskFilter filter, Stored task) {
    return (filter.clients().isEmpty() || filter.clients().contains(task.client))
        && (!filter.doubled() || task.doubled)
        && (!filter.undelivered() || task.undelivered)
        && (filter.undeliveredSince() == null
            || task.undelivered && !task.settledAt.isBefore(filter.undeliveredSince()))
        && (filter.phases().isEmpty() || filter.phases().contains(task.phase))
        && (filter.statuses().isEmpty() || filter.statuses().contains(task.status))
        && (filter.kinds().isEmpty() || filter.kinds().contains(task.kind))
        && (filter.collectionId() == null || filter.collectionId().equals(task.collection))
        && (filter.reference() == null || filter.reference().equals(task.reference))
        && (filter.batch() == null || filter.batch().equals(task.batch))
        && (filter.createdAfter() == null || !task.acceptedAt.isBefore(filter.createdAfter()))
        && (filter.createdBefore() == null || task.acceptedAt.isBefore(filter.createdBefore()));
  }

  private static TaskFilter filter(Random random, List<Stored> stored) {
    Instant time = stored.get(random.nextInt(400)).acceptedAt;
    return new TaskFilter(
        List.of(Set.of("alice"), Set.of("bob"), Set.of("alice", "bob"), Set.<String>of())
            .get(random.nextInt(4)),
        some(random, EnumSet.allOf(TaskStatus.class)),
        some(random, EnumSet.allOf(TaskKind.class)),
        phases(random),
        random.nextInt(8) == 0,
        random.nextInt(6) == 0,
        random.nextInt(3) == 0 ? "c" + random.nextInt(4) : null,
        random.nextInt(4) == 0 ? "r" + 4 * random.nextInt(3) : null,
        random.nextInt(4) == 0 ? new UUID(0x7000, 0x800000000000000aL) : null,
        random.nextInt(3) == 0 ? time.minus(Duration.ofMinutes(20)) : null,
        random.nextInt(3) == 0 ? time : null,
        random.nextInt(6) == 0 ? time : null);
  }

  private static <E extends Enum<E>> Set<E> some(Random random, EnumSet<E> all) {
    all.removeIf(e -> random.nextInt(3) == 0);
    return random.nextBoolean() ? Set.of() : all;
  }

  private static Set<Phase> phases(Random random) {
    EnumSet<Phase> some = EnumSet.allOf(Phase.class);
    some.removeIf(e -> random.nextInt(3) > 0);
    return random.nextBoolean() ? Set.of() : some;
  }

  private static List<Stored> stored(PostgresFixture postgres) {
    return Stream.of(postgres.sql(STORED))
        .flatMap(
            rows -> {
              List<Stored> tasks = new ArrayList<>();
              rows.forEach(row -> tasks.add(stored(row)));
              return tasks.stream();
            })
        .sorted(Comparator.comparing(Stored::id).reversed())
        .toList();
  }

  private static Stored stored(Row row) {
    return new Stored(
        row.getUUID("id"),
        row.getString("client"),
        TaskKind.labelled(row.getString("kind")),
        row.getString("collection_id"),
        row.getString("reference"),
        row.getUUID("batch"),
        TaskStatus.valueOf(row.getString("status")),
        row.getBoolean("cancel_requested")
            ? Phase.CANCELLING
            : Phase.labelled(row.getString("phase")),
        row.getBoolean("doubled"),
        row.getBoolean("undelivered"),
        row.getOffsetDateTime("settled_at") == null
            ? null
            : row.getOffsetDateTime("settled_at").toInstant(),
        row.getOffsetDateTime("accepted_at").toInstant());
  }

  private static List<UUID> page(PostgresFixture postgres, TaskListSql query, long offset) {
    List<UUID> ids = new ArrayList<>();
    await(
            postgres
                .pool()
                .preparedQuery(query.page())
                .execute(query.values().addLong(15L).addLong(offset)))
        .forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }

  private static long count(PostgresFixture postgres, TaskListSql query) {
    return await(postgres.pool().preparedQuery(query.count()).execute(query.values().addLong(100L)))
        .iterator()
        .next()
        .getLong(0);
  }
}
