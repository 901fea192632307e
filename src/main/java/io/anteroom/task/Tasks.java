package io.anteroom.task;

import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

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
  @WithSession
  public Uni<Task> find(UUID id, String client) {
    return find("id = ?1 and client = ?2", id, client).firstResult();
  }

  /**
   * Tasks of a client, newest first.
   *
   * @param filter what they must match
   * @param page from 1
   */
  @WithSession
  public Uni<Page> page(TaskFilter filter, int page, int pageSize) {
    PanacheQuery<Task> query = find(filter.where() + " order by id desc", filter.values());
    return query
        .page(page - 1, pageSize)
        .list()
        .chain(tasks -> query.count().map(total -> new Page(tasks, total)));
  }
}
