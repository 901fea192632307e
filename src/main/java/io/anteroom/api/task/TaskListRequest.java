package io.anteroom.api.task;

import io.anteroom.api.paging.Paging;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.task.list.TaskFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Set;
import java.util.UUID;

/**
 * What a list was asked for.
 *
 * @param paging which page; ignored with a cursor
 * @param after the cursor, the id of a task; null where a page was asked for
 */
record TaskListRequest(TaskFilter filter, Paging paging, UUID after) {

  /** Of a client, who may name no other one. */
  static TaskListRequest ofClient(String client, MultivaluedMap<String, String> query) {
    if (!Set.of(client).containsAll(TaskFilterReader.ofQuery(query).clients())) {
      throw ProblemType.OPERATORS_ONLY.about(
          TaskFilterReader.CLIENT, "Only an operator sees the tasks of another client.");
    }
    return of(Set.of(client), query);
  }

  /** Of an operator: of the clients that are named, or of all. */
  static TaskListRequest ofOperator(MultivaluedMap<String, String> query) {
    return of(TaskFilterReader.ofQuery(query).clients(), query);
  }

  private static TaskListRequest of(Set<String> clients, MultivaluedMap<String, String> query) {
    TaskFilterReader filter = TaskFilterReader.ofQuery(query);
    UUID after = filter.id(Paging.AFTER);
    return new TaskListRequest(filter.read(clients), Paging.of(query), after);
  }
}
