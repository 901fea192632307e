package io.anteroom.task.list;

import io.anteroom.async.CallerContext;
import io.anteroom.task.TaskRepository;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
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

  private final ListReader reader;
  private final TaskRepository tasks;

  public TaskList(ListReader reader, TaskRepository tasks) {
    this.reader = reader;
    this.tasks = tasks;
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
    return reader
        .ids(query, size + 1, before)
        .chain(
            ids ->
                reader
                    .total(query, before, ids, size)
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
    return reader.ids(query, size + 1, 0).emitOn(here).chain(ids -> read(filter, ids, size, null));
  }

  /** How many tasks there are, but no more than this. */
  public Uni<Long> count(TaskFilter filter, long max) {
    return reader.count(new TaskListSql(filter, IdRange.of(filter, null)), max);
  }

  /** Tasks that the retention removed in between are passed over. */
  private Uni<TaskPage> read(TaskFilter filter, List<UUID> ids, int size, ListTotal total) {
    List<UUID> shown = ids.subList(0, Math.min(size, ids.size()));
    UUID next = ids.size() > size ? shown.get(size - 1) : null;
    return tasks
        .all(shown, filter::showsClient)
        .map(read -> new TaskPage(read.stream().filter(Objects::nonNull).toList(), next, total));
  }
}
