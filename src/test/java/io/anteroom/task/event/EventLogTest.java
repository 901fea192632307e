package io.anteroom.task.event;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.async.Ticker;
import io.anteroom.task.TaskTransitionSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Events of transactions that overlap, read while they commit. */
class EventLogTest {

  private static final int MANY = 1000;

  private static final String INSERT =
      """
      with t as (
        insert into task (id, client, account, kind, collection_id, request, status, phase,
                          event_no, accepted_at, updated_at)
        values ($1, $2, 'default', 'text', 'c', '{}', 'INITIALIZING', 'queued', 1, now(), now()))
      insert into task_event (task_id, client, no, status, phase)
      values ($1, $2, 1, 'INITIALIZING', 'queued')
      """;

  /** Changes tasks in the order of their ids, as the service does. */
  private static final String CHANGE =
      TaskTransitionSql.change(
          "due as (select id from unnest($1::uuid[]) with ordinality u (id, i) order by i),",
          "event_no = t.event_no + 1, updated_at = now() from due where t.id = due.id");

  @AutoClose private static final PostgresFixture postgres = PostgresFixture.create();
  private static final Pool pool = postgres.pool();
  private static final EventLog log = new EventLog(pool, new EventHorizon(pool, Ticker.SYSTEM));

  /** T1 takes the lower sequence number and commits after T2. */
  @Test
  void aLateCommitWithALowerNumberIsNotMissed() {
    String client = newClient();
    EventPosition start = now();
    SqlConnection first = begin();
    UUID early = insert(first, client);
    UUID late = insert(pool, client);

    long naive = highestSeq(client);
    List<TaskEvent> before = read(client, start);
    commit(first);

    assertEquals(List.of(), seqsAfter(client, naive), "read by number alone, one is missed");
    assertEquals(List.of(), before, "shown before an earlier transaction has ended");
    assertEquals(List.of(early, late), read(client, start).stream().map(TaskEvent::task).toList());
  }

  @Test
  void anEventIsReadOnce() {
    String client = newClient();
    EventPosition start = now();
    UUID one = insert(pool, client);
    List<TaskEvent> first = read(client, start);
    assertEquals(List.of(one), first.stream().map(TaskEvent::task).toList());
    UUID two = insert(pool, client);
    List<TaskEvent> second = read(client, first.get(0).at());
    assertEquals(List.of(two), second.stream().map(TaskEvent::task).toList());
    assertEquals(List.of(), read(newClient(), start));
  }

  /**
   * A batch gets its transaction number with its first row, and waits at its second for a change
   * with a later number. The events of the second task stay in order, also while another
   * transaction hides the later number.
   */
  @Test
  void eventsOfATaskAreInOrderWhateverTheirTransactions() {
    String client = newClient();
    EventPosition start = now();
    UUID one = insert(pool, client);
    UUID two = insert(pool, client);
    SqlConnection batch = begin();
    change(batch, one);
    SqlConnection between = begin();
    insert(between, client);
    SqlConnection single = begin();
    change(single, two);
    Uni<?> blocked = changing(batch, two).memoize().indefinitely();
    blocked.subscribe().with(done -> {});
    Awaitility.await().until(EventLogTest::isALockAwaited);
    commit(single);
    blocked.await().atMost(Duration.ofSeconds(10));
    commit(batch);

    List<TaskEvent> seen = new ArrayList<>(read(client, start));
    commit(between);
    EventPosition last = seen.isEmpty() ? start : seen.get(seen.size() - 1).at();
    seen.addAll(read(client, last));

    assertEquals(
        List.of(1, 2, 3),
        seen.stream().filter(e -> e.task().equals(two)).map(TaskEvent::no).toList());
    assertEquals(6, seen.size());
  }

  @Test
  void aPageKeepsToItsMaximum() {
    String client = newClient();
    EventPosition start = now();
    UUID task = insert(pool, client);
    for (int i = 0; i < 4; i++) {
      change(pool, task);
    }
    assertEquals(3, await(log.ofClient(client, start, 3)).size());
    assertEquals(List.of(3, 4), await(log.ofTask(task, 2, 2)).stream().map(TaskEvent::no).toList());
  }

  /** The order is numeric, not that of the digits. */
  @Test
  void transactionsAreOrderedByNumber() {
    String client = newClient();
    for (int xid : new int[] {10, 9, 100}) {
      postgres.sql(
          """
          insert into task_event (xid, task_id, client, no, status, phase)
          values ('%d', '%s', '%s', 1, 'INITIALIZING', 'queued')
          """
              .formatted(xid, UUID.randomUUID(), client));
    }
    EventPosition start = new EventPosition("3", 0);
    assertEquals(
        List.of("9", "10", "100"),
        read(client, start).stream().map(event -> event.at().xid()).toList());
    assertEquals(
        List.of("9", "10", "100"),
        await(new EventTail(pool, new EventHorizon(pool, Ticker.SYSTEM)).since(start, 3)).stream()
            .map(e -> e.at().xid())
            .toList());
  }

  /** A page must not cost more when there are more events. */
  @Test
  void aPageComesFromTheIndexInItsOrder() {
    String query =
        EventLog.OF_CLIENT
            .replace("$1", "'x'")
            .replace("$2", "'3'")
            .replace("$3", "0")
            .replace("$4", "100")
            .replace("$5", "'{}'");
    String plan = plan(query);
    assertTrue(plan.contains("task_event_of_client"), plan);
    String sorts = plan.replace("Sort Key: x.x", ""); // of the open transactions
    assertFalse(sorts.contains("Sort Key"), plan);
  }

  /** However long the log is. */
  @Test
  void theNewestEventIsOneEntryOfAnIndex() {
    for (String query :
        List.of(EventTail.NOW.replace("$1", "'{}'"), "select " + EventTail.AFTER_NEWEST)) {
      String plan = plan(query);
      assertTrue(plan.contains("Backward using task_event_committed"), plan);
      String sorts = plan.replace("Sort Key: x.x", ""); // of the open transactions
      assertFalse(sorts.contains("Sort Key"), plan);
    }
  }

  private static String plan(String query) {
    StringBuilder plan = new StringBuilder();
    await(
        pool.withConnection(
            connection ->
                connection
                    .query("set enable_seqscan = off")
                    .execute()
                    .chain(() -> connection.query("explain " + query).execute())
                    .invoke(rows -> rows.forEach(row -> plan.append(row.getString(0)).append(' ')))
                    .call(() -> connection.query("reset enable_seqscan").execute())));
    return plan.toString();
  }

  private static boolean isALockAwaited() {
    return postgres.sql("select from pg_locks where not granted").size() > 0;
  }

  private static String newClient() {
    return "client-" + UUID.randomUUID();
  }

  private static EventPosition now() {
    return await(new EventTail(pool, new EventHorizon(pool, Ticker.SYSTEM)).now());
  }

  private static List<TaskEvent> read(String client, EventPosition after) {
    return await(log.ofClient(client, after, MANY));
  }

  private static SqlConnection begin() {
    SqlConnection connection = await(pool.getConnection());
    await(connection.begin());
    return connection;
  }

  private static void commit(SqlConnection connection) {
    Transaction transaction = connection.transaction();
    await(transaction.commit());
    await(connection.close());
  }

  private static UUID insert(SqlClient client, String owner) {
    UUID id = UUID.randomUUID();
    await(client.preparedQuery(INSERT).execute(Tuple.of(id, owner)));
    return id;
  }

  private static void change(SqlClient client, UUID task) {
    await(changing(client, task));
  }

  private static Uni<?> changing(SqlClient client, UUID task) {
    return client.preparedQuery(CHANGE).execute(Tuple.of(new UUID[] {task}));
  }

  private static long highestSeq(String client) {
    return postgres
        .sql("select max(seq) from task_event where client = '" + client + "'")
        .iterator()
        .next()
        .getLong(0);
  }

  private static List<Long> seqsAfter(String client, long seq) {
    List<Long> seqs = new ArrayList<>();
    postgres
        .sql("select seq from task_event where client = '%s' and seq > %d".formatted(client, seq))
        .forEach(row -> seqs.add(row.getLong(0)));
    return seqs;
  }
}
