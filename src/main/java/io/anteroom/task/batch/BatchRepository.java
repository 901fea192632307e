package io.anteroom.task.batch;

import io.anteroom.async.DatabaseSession;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.anteroom.task.TaskStatus;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads batches; a client sees its own only. Thread-safe. */
@Singleton
public class BatchRepository implements PanacheRepositoryBase<Batch, UUID> {

  /**
   * The batch once for each status of its tasks that have not ended; one row with null where all
   * have ended. A batch has at most a thousand tasks.
   */
  private static final String WITH_OPEN_TASKS =
      """
      select batch, task.status, count(task.id)
      from Batch batch left join Task task on task.batch = batch.id and task.phase <> :ended
      where batch.id = :id and batch.client = :client
      group by batch, task.status
      """;

  /** The one that is submitted last, as far as is known. */
  private static final String LAST_OPEN_TASK =
      """
      from Task task
      where task.batch = :id and task.client = :client and task.phase <> :ended
      order by task.priority, task.id desc
      """;

  private final DatabaseSession session;

  public BatchRepository(DatabaseSession session) {
    this.session = session;
  }

  /** The batch of this client, or null. */
  public Uni<Batch> find(UUID id, String client) {
    return session.read(() -> own(id, client));
  }

  /** Which client has this batch; null where there is none. */
  public Uni<String> clientOf(UUID id) {
    return session.read(() -> findById(id).map(batch -> batch == null ? null : batch.client));
  }

  /** The batch of this client with the statuses of its tasks at one moment, or null. */
  public Uni<BatchView> view(UUID id, String client) {
    return session.read(() -> withOpenTasks(id, client)).map(BatchRepository::view);
  }

  /**
   * Of the tasks of this client's batch that have not ended the one whose end is expected last;
   * null where there is none.
   */
  public Uni<Task> lastOpenTask(UUID id, String client) {
    return session.read(() -> readLastOpenTask(id, client));
  }

  private static Uni<Task> readLastOpenTask(UUID id, String client) {
    return Panache.getSession()
        .chain(
            open ->
                open.createSelectionQuery(LAST_OPEN_TASK, Task.class)
                    .setParameter("id", id)
                    .setParameter("client", client)
                    .setParameter("ended", Phase.ENDED)
                    .setMaxResults(1)
                    .getSingleResultOrNull());
  }

  private Uni<Batch> own(UUID id, String client) {
    return findById(id).map(batch -> batch == null || !batch.client.equals(client) ? null : batch);
  }

  private static Uni<List<Object[]>> withOpenTasks(UUID id, String client) {
    return Panache.getSession()
        .chain(
            open ->
                open.createSelectionQuery(WITH_OPEN_TASKS, Object[].class)
                    .setParameter("id", id)
                    .setParameter("client", client)
                    .setParameter("ended", Phase.ENDED)
                    .getResultList());
  }

  private static BatchView view(List<Object[]> rows) {
    if (rows.isEmpty()) {
      return null;
    }
    Map<TaskStatus, Integer> openTasks = new EnumMap<>(TaskStatus.class);
    for (Object[] row : rows) {
      if (row[1] instanceof TaskStatus status) {
        openTasks.put(status, ((Long) row[2]).intValue());
      }
    }
    return BatchView.of((Batch) rows.get(0)[0], openTasks);
  }
}
