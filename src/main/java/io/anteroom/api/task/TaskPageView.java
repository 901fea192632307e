package io.anteroom.api.task;

import io.anteroom.api.paging.Pagination;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.response.TaskDetails;
import io.anteroom.task.list.TaskPage;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/**
 * Some tasks, in the shape of the upstream's lists (seed: FAQ, pagination).
 *
 * @param results the tasks, newest first
 */
@RegisterForReflection
record TaskPageView(List<TaskDetails> results, Pagination pagination) {

  static TaskPageView of(TaskPage page, List<TaskDetails> results, Paging paging, UriInfo uri) {
    return new TaskPageView(results, Pagination.ofPage(paging, page.total(), page.next(), uri));
  }

  static TaskPageView after(TaskPage page, List<TaskDetails> results, Paging paging, UriInfo uri) {
    return new TaskPageView(results, Pagination.ofCursor(paging, page.next(), uri));
  }
}
