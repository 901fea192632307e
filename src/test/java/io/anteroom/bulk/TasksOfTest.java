package io.anteroom.bulk;

import io.anteroom.PostgresFixture;
import io.anteroom.TestCalls;
import io.anteroom.task.TaskStatus;
import io.anteroom.task.list.TaskFilter;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Tasks in a collection that no other test uses, as rows of the service's database. */
final class TasksOfTest implements AutoCloseable {

  final PostgresFixture postgres = PostgresFixture.ofService();
  private final String collection = TestCalls.newCollection();

  /** Those of the collection. */
  TaskFilter filter() {
    return new TaskFilter(
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        false,
        false,
        collection,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same in SQL. */
  String ours() {
    return "collection_id = '%s'".formatted(collection);
  }

  void insertFailed(String client, int count) {
    insert(client, count, TaskStatus.FAILED, "'{}'");
  }

  /**
   * Tasks that have ended.
   *
   * @param request an expression of SQL
   */
  void insert(String client, int count, TaskStatus status, String request) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, status, phase, event_no,
                          accepted_at, updated_at, ended_at)
        select uuidv7(), '%s', 'default', 'text', '%s', %s, '%s', 'ended', 3, now(), now(), now()
        from generate_series(1, %d)
        """
            .formatted(client, collection, request, status, count));
  }

  /** Queued tasks, of an account that nobody submits for. */
  void insertQueued(int count) {
    insert("alice", count, TaskStatus.INITIALIZING, "'{}'");
    postgres.sql(
        "update task set phase = 'queued', ended_at = null, account = 'nobody' where " + ours());
  }

  List<UUID> newestFirst() {
    return postgres.sql("select id from task where " + ours() + " order by id desc").stream()
        .map(row -> row.getUUID(0))
        .toList();
  }

  /** How many of them are retries. */
  long retries() {
    return postgres.count("task where retry_of is not null and " + ours());
  }

  @Override
  public void close() {
    postgres.sql("delete from bulk_action");
    postgres.sql("delete from task where " + ours());
    postgres.close();
  }
}
