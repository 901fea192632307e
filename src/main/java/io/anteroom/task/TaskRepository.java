package io.anteroom.task;

import io.anteroom.async.CallerContext;
import io.anteroom.async.DatabaseSession;
import io.anteroom.async.Gatherer;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads tasks; a client sees its own only. Thread-safe. */
@ApplicationScoped
public class TaskRepository implements PanacheRepositoryBase<Task, UUID> {

  private static final int READS_PER_STATEMENT = 128;
  private static final int STATEMENTS_AT_ONCE = 4;

  private static final String OWN = "select id from Task where id in :ids and client = :client";

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

  private Uni<List<Optional<Task>>> read(List<UUID> ids) {
    return session.read(() -> list("id in ?1", ids)).map(tasks -> inOrder(ids, tasks));
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

  /** Those of these ids that are tasks of the client; one statement, none where there is no id. */
  public Uni<Set<UUID>> own(Collection<UUID> ids, String client) {
    return ids.isEmpty()
        ? Uni.createFrom().item(Set.of())
        : session.read(() -> idsOfOwn(ids, client)).map(Set::copyOf);
  }

  private static Uni<List<UUID>> idsOfOwn(Collection<UUID> ids, String client) {
    return Panache.getSession()
        .chain(
            open ->
                open.createSelectionQuery(OWN, UUID.class)
                    .setParameter("ids", ids)
                    .setParameter("client", client)
                    .getResultList());
  }
}
