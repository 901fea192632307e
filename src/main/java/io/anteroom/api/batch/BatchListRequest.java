package io.anteroom.api.batch;

import io.anteroom.api.filter.Caller;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.task.TaskFilterReader;
import io.anteroom.task.list.BatchFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Set;
import java.util.UUID;

/**
 * What a list of batches was asked for.
 *
 * @param paging which page; ignored with a cursor
 * @param after the cursor, the id of a batch; null where a page was asked for
 */
record BatchListRequest(BatchFilter filter, Paging paging, UUID after) {

  /** Of a client, who may name no other one; of an operator: of those named, or of all. */
  static BatchListRequest of(Caller caller, MultivaluedMap<String, String> query) {
    TaskFilterReader values = TaskFilterReader.ofQuery(query);
    BatchFilter filter =
        new BatchFilter(
            clients(caller, values.clients()),
            values.printable("reference"),
            values.choice("ended"));
    return new BatchListRequest(filter, Paging.of(query), values.id(Paging.AFTER));
  }

  private static Set<String> clients(Caller caller, Set<String> named) {
    if (caller.isOperator()) {
      return named;
    }
    Set<String> own = Set.of(caller.client().name());
    if (!own.containsAll(named)) {
      throw ProblemType.OPERATORS_ONLY.about(
          TaskFilterReader.CLIENT, "Only an operator sees the batches of another client.");
    }
    return own;
  }
}
