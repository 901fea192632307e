package io.anteroom.task;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Reads tasks; a client sees its own only. Thread-safe; to be called on a Vert.x context. */
@ApplicationScoped
public class Tasks implements PanacheRepositoryBase<Task, UUID> {

  /**
   * One page of a list.
   *
   * @param tasks newest first
   * @param total how many there are over all pages
   */
  public record Page(List<Task> tasks, long total) {}

  /** The task of this client, or null. */
  public Uni<Task> find(UUID id, String client) {
    return toTheEnd(() -> find("id = ?1 and client = ?2", id, client).firstResult());
  }

  /**
   * Tasks of a client, newest first.
   *
   * @param filter what they must match
   * @param page from 1
   */
  public Uni<Page> page(TaskFilter filter, int page, int pageSize) {
    return toTheEnd(
        () -> {
          PanacheQuery<Task> query = find(filter.where() + " order by id desc", filter.values());
          return query
              .page(page - 1, pageSize)
              .list()
              .chain(tasks -> query.count().map(total -> new Page(tasks, total)));
        });
  }

  /**
   * A caller that hangs up cancels the answer, not the read: a session that is cancelled half-way
   * may not give its connection back.
   */
  private static <T> Uni<T> toTheEnd(Supplier<Uni<T>> read) {
    return Uni.createFrom()
        .emitter(
            answer -> Panache.withSession(read).subscribe().with(answer::complete, answer::fail));
  }
}
