package io.anteroom.task;

import io.anteroom.async.CallerContext;
import io.anteroom.async.DatabaseSession;
import io.anteroom.async.Gatherer;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Reads tasks; a client sees its own only. Thread-safe. */
@ApplicationScoped
public class TaskRepository implements PanacheRepositoryBase<Task, UUID> {

  private static final int READS_PER_STATEMENT = 128;
  private static final int STATEMENTS_AT_ONCE = 4;

  /** As many at once as wait at the moment: Hibernate makes a statement for each number of ids. */
  private static final String FIND =
      "select " + TaskRows.COLUMNS + " from task where id = any ($1)";

  private final DatabaseSession session;
  private final Pool pool;
  private final Gatherer<UUID, Optional<Task>> reads;

  public TaskRepository(DatabaseSession session, Pool pool) {
    this.session = session;
    this.pool = pool;
    this.reads = new Gatherer<>(READS_PER_STATEMENT, STATEMENTS_AT_ONCE, this::find);
  }

  /** The task of this client, or null. Shares a statement with the reads of the same moment. */
  public Uni<Task> find(UUID id, String client) {
    return reads
        .add(id)
        .emitOn(CallerContext.executor())
        .map(task -> task.filter(t -> t.client.equals(client)).orElse(null));
  }

  /** Which client has this task; null where there is none. Shares a statement as {@link #find}. */
  public Uni<String> clientOf(UUID id) {
    return reads
        .add(id)
        .emitOn(CallerContext.executor())
        .map(task -> task.map(t -> t.client).orElse(null));
  }

  private Uni<List<Optional<Task>>> find(List<UUID> ids) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(ids.toArray(UUID[]::new)))
        .map(TaskRepository::byId)
        .map(found -> ids.stream().map(id -> Optional.ofNullable(found.get(id))).toList());
  }

  private static Map<UUID, Task> byId(RowSet<Row> rows) {
    Map<UUID, Task> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.getUUID("id"), TaskRows.read(row)));
    return byId;
  }

  /**
   * These tasks, in the same order; null where one is not there or not of one of these clients. By
   * a statement of their own.
   */
  public Uni<List<Task>> all(List<UUID> ids, Predicate<String> isOfClient) {
    return ids.isEmpty()
        ? Uni.createFrom().item(List.of())
        : session
            .read(() -> Panache.getSession().chain(open -> open.find(Task.class, ids.toArray())))
            .map(tasks -> ofClient(tasks, isOfClient));
  }

  private static List<Task> ofClient(List<Task> tasks, Predicate<String> isOfClient) {
    return tasks.stream()
        .map(task -> task != null && isOfClient.test(task.client) ? task : null)
        .toList();
  }
}
