package io.anteroom.task;

import io.anteroom.async.CallerContext;
import io.anteroom.async.DatabaseSession;
import io.anteroom.async.Gatherer;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads tasks; a client sees its own only. Thread-safe. */
@ApplicationScoped
public class TaskRepository implements PanacheRepositoryBase<Task, UUID> {

  private static final int READS_PER_STATEMENT = 128;
  private static final int STATEMENTS_AT_ONCE = 4;

  private final DatabaseSession session;
  private final Gatherer<UUID, Optional<Task>> reads;

  public TaskRepository(DatabaseSession session) {
    this.session = session;
    this.reads = new Gatherer<>(READS_PER_STATEMENT, STATEMENTS_AT_ONCE, this::read);
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

  private Uni<List<Optional<Task>>> read(List<UUID> ids) {
    return session
        .read(() -> Panache.getSession().chain(open -> read(open, ids)))
        .map(tasks -> tasks.stream().map(Optional::ofNullable).toList());
  }

  /** Hibernate keeps the statement for one task, and makes the one for many anew each time. */
  private static Uni<List<Task>> read(Mutiny.Session open, List<UUID> ids) {
    return ids.size() == 1
        ? open.find(Task.class, ids.get(0)).map(Collections::singletonList)
        : open.find(Task.class, ids.toArray());
  }

  /**
   * These tasks, in the same order; null where one is not there or not of one of these clients. By
   * a statement of their own.
   */
  public Uni<List<Task>> all(List<UUID> ids, Predicate<String> isOfClient) {
    return ids.isEmpty()
        ? Uni.createFrom().item(List.of())
        : read(ids).map(tasks -> ofClient(tasks, isOfClient));
  }

  private static List<Task> ofClient(List<Optional<Task>> tasks, Predicate<String> isOfClient) {
    return tasks.stream()
        .map(task -> task.filter(t -> isOfClient.test(t.client)).orElse(null))
        .toList();
  }
}
