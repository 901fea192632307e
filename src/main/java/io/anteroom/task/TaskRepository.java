package io.anteroom.task;

import io.anteroom.async.CallerContext;
import io.anteroom.async.Gatherer;
import io.anteroom.async.StatementTimeout;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;

/** Reads tasks; a client sees its own only. Thread-safe; to be called on a Vert.x context. */
@ApplicationScoped
public class TaskRepository implements PanacheRepositoryBase<Task, UUID> {

  private static final int READS_PER_STATEMENT = 128;
  private static final int STATEMENTS_AT_ONCE = 4;

  private final Mutiny.SessionFactory sessions;
  private final Gatherer<UUID, Optional<Task>> reads;

  /** Only stores its parts. */
  public TaskRepository(Mutiny.SessionFactory sessions) {
    this.sessions = sessions;
    this.reads = new Gatherer<>(READS_PER_STATEMENT, STATEMENTS_AT_ONCE, this::read);
  }

  /** The task of this client, or null. Shares a statement with the reads of the same moment. */
  public Uni<Task> find(UUID id, String client) {
    return reads
        .add(id)
        .emitOn(CallerContext.executor())
        .map(task -> task.filter(t -> t.client.equals(client)).orElse(null));
  }

  /** In a session of its own: the one of the context may be somebody else's by now. */
  private Uni<List<Optional<Task>>> read(List<UUID> ids) {
    return toTheEnd(
            () ->
                sessions
                    .openSession()
                    .chain(session -> read(session, ids).eventually(session::close)))
        .map(tasks -> inOrder(ids, tasks));
  }

  private static Uni<List<Task>> read(Mutiny.Session session, List<UUID> ids) {
    return session
        .createSelectionQuery("from Task where id in :ids", Task.class)
        .setParameter("ids", ids)
        .getResultList();
  }

  private static List<Optional<Task>> inOrder(List<UUID> ids, List<Task> tasks) {
    Map<UUID, Task> byId = new HashMap<>();
    tasks.forEach(task -> byId.put(task.id, task));
    return ids.stream().map(id -> Optional.ofNullable(byId.get(id))).toList();
  }

  /**
   * These tasks of this client, in the same order; null where one is not there or not its own. By a
   * statement of their own.
   */
  public Uni<List<Task>> all(List<UUID> ids, String client) {
    return ids.isEmpty()
        ? Uni.createFrom().item(List.of())
        : read(ids).map(tasks -> ofClient(tasks, client));
  }

  private static List<Task> ofClient(List<Optional<Task>> tasks, String client) {
    return tasks.stream().map(t -> t.filter(x -> x.client.equals(client)).orElse(null)).toList();
  }

  /**
   * A caller that hangs up cancels the answer, not the read: a session that is cancelled half-way
   * may not give its connection back.
   */
  private static <T> Uni<T> toTheEnd(Supplier<Uni<T>> read) {
    return StatementTimeout.of(
        Uni.createFrom()
            .emitter(answer -> read.get().subscribe().with(answer::complete, answer::fail)));
  }
}
