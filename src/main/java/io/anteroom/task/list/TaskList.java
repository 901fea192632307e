package io.anteroom.task.list;

import io.anteroom.async.CallerContext;
import io.anteroom.async.StatementTimeout;
import io.anteroom.task.TaskRepository;
import io.anteroom.task.TaskSettings;
import io.anteroom.task.list.TaskPage.Total;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Lists tasks of a client, or of all, newest first by their ids
 * (docs/decisions/0009-lists-batches-and-queues.md). A list and its total are read one after the
 * other, so a task that is accepted in between may be in one of them. Thread-safe; to be called on
 * a Vert.x context, on which it answers.
 */
@Singleton
public class TaskList {

  private final Pool pool;
  private final TaskRepository tasks;
  private final long maxCounted;

  public TaskList(Pool pool, TaskRepository tasks, TaskSettings settings) {
    this.pool = pool;
    this.tasks = tasks;
    this.maxCounted = settings.exactTotalLimit();
  }

  /**
   * A page, with its total. Its cost grows with its distance from the first.
   *
   * @param page from 1
   * @param size at least 1
   */
  public Uni<TaskPage> page(TaskFilter filter, int page, int size) {
    TaskListSql query = new TaskListSql(filter, IdRange.of(filter, null));
    long before = (page - 1L) * size;
    Executor here = CallerContext.executor();
    return ids(query, size + 1, before)
        .chain(
            ids ->
                total(query, before, ids, size)
                    .emitOn(here)
                    .chain(total -> read(filter, ids, size, total)));
  }

  /**
   * The tasks that come after one, without a total: as cheap however deep it is.
   *
   * @param after the id of a task, which need not be there any more
   * @param size at least 1
   */
  public Uni<TaskPage> after(TaskFilter filter, UUID after, int size) {
    TaskListSql query = new TaskListSql(filter, IdRange.of(filter, after));
    Executor here = CallerContext.executor();
    return ids(query, size + 1, 0).emitOn(here).chain(ids -> read(filter, ids, size, null));
  }

  /** How many tasks there are, but no more than this. */
  public Uni<Long> count(TaskFilter filter, long max) {
    return count(new TaskListSql(filter, IdRange.of(filter, null)), max);
  }

  private Uni<List<UUID>> ids(TaskListSql query, long limit, long offset) {
    return StatementTimeout.of(
            pool.preparedQuery(query.page()).execute(query.values().addLong(limit).addLong(offset)))
        .map(TaskList::ids);
  }

  /** Where the list ends with the page there is nothing to count. */
  private Uni<Total> total(TaskListSql query, long before, List<UUID> ids, int size) {
    boolean endsHere = ids.size() <= size && (before == 0 || !ids.isEmpty());
    return endsHere
        ? Uni.createFrom().item(new Total(before + ids.size(), true))
        : count(query, maxCounted + 1)
            .chain(n -> n <= maxCounted ? exact(n) : guess(query, before + ids.size()));
  }

  private Uni<Long> count(TaskListSql query, long max) {
    return StatementTimeout.of(
            pool.preparedQuery(query.count()).execute(query.values().addLong(max)))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  private static Uni<Total> exact(long tasks) {
    return Uni.createFrom().item(new Total(tasks, true));
  }

  /**
   * @param seen how many there are at the least, for the page shows them
   */
  private Uni<Total> guess(TaskListSql query, long seen) {
    long min = Math.max(seen, maxCounted + 1);
    return StatementTimeout.of(pool.preparedQuery(TaskListSql.GUESS).execute(query.values()))
        .map(plan -> new Total(Math.max(min, plannedRows(plan)), false));
  }

  private static long plannedRows(RowSet<Row> plan) {
    JsonArray explained = (JsonArray) plan.iterator().next().getValue(0);
    return explained.getJsonObject(0).getJsonObject("Plan").getLong("Plan Rows");
  }

  /** Tasks that the retention removed in between are passed over. */
  private Uni<TaskPage> read(TaskFilter filter, List<UUID> ids, int size, Total total) {
    List<UUID> shown = ids.subList(0, Math.min(size, ids.size()));
    UUID next = ids.size() > size ? shown.get(size - 1) : null;
    return tasks
        .all(shown, filter::showsClient)
        .map(read -> new TaskPage(read.stream().filter(Objects::nonNull).toList(), next, total));
  }

  private static List<UUID> ids(RowSet<Row> rows) {
    List<UUID> ids = new ArrayList<>(rows.size());
    rows.forEach(row -> ids.add(row.getUUID(0)));
    return ids;
  }
}
