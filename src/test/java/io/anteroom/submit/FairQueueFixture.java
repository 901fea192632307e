package io.anteroom.submit;

import static io.anteroom.PostgresFixture.await;

import io.anteroom.PostgresFixture;
import io.anteroom.account.ClientWeight;
import io.anteroom.cluster.ReplicaLeases;
import io.anteroom.task.TaskKind;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A queue on a real PostgreSQL: text tasks of one account, and a replica. */
public final class FairQueueFixture {

  final PostgresFixture postgres;
  final FairQueue turns = new FairQueue();
  public final String account = "a" + UUID.randomUUID();
  final UUID replica = UUID.randomUUID();

  public FairQueueFixture(PostgresFixture postgres) {
    this.postgres = postgres;
    await(new ReplicaLeases(postgres.pool()).enter(replica, Duration.ofHours(1)));
  }

  public void add(UUID id, String client, int priority) {
    insert("'" + id + "'::uuid", client, priority, "generate_series(1, 1)");
  }

  /** Queues tasks with ids in the order of their accept. */
  public void add(String client, int count) {
    insert("uuidv7()", client, 0, "generate_series(1, " + count + ")");
  }

  /** Gives the requests of a client so many bytes. */
  void size(String client, int bytes) {
    postgres.sql(
        "update task set request = json_build_object('text', repeat('x', %d)), request_size = %d where client = '%s' and account = '%s'"
            .formatted(bytes, bytes, client, account));
  }

  /** Marks the next tasks whose requests have so many bytes together. */
  public List<MarkedTask> mark(int max, long bytes) {
    return await(
        postgres
            .pool()
            .withTransaction(
                c ->
                    turns
                        .next(c, account, TaskKind.TEXT)
                        .chain(turn -> turns.mark(c, turn, max, bytes, replica, List.of()))));
  }

  public List<MarkedTask> mark(int max, ClientWeight... shares) {
    return await(
        postgres
            .pool()
            .withTransaction(
                c ->
                    turns
                        .next(c, account, TaskKind.TEXT)
                        .chain(
                            turn ->
                                turns.mark(
                                    c, turn, max, Long.MAX_VALUE, replica, List.of(shares)))));
  }

  String clientOf(MarkedTask task) {
    return postgres.text("select client from task where id = '" + task.id() + "'");
  }

  private void insert(String id, String client, int priority, String rows) {
    postgres.sql(
        """
        insert into task (id, client, account, kind, collection_id, request, priority, status,
                          phase, event_no, accepted_at, updated_at)
        select %s, '%s', '%s', 'text', 'c', '{}', %d, 'INITIALIZING', 'queued', 1, now(), now()
        from %s
        """
            .formatted(id, client, account, priority, rows));
  }
}
