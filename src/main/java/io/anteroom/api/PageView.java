package io.anteroom.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.task.TaskView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/**
 * One page of tasks, in the shape of the upstream's lists (seed: FAQ, pagination).
 *
 * @param results the tasks of the page
 * @param pagination where it stands
 */
@RegisterForReflection
record PageView(List<TaskView> results, Pagination pagination) {

  /** The upstream's pagination object; the two links are URLs or null. */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  record Pagination(
      long total, int page, int pageSize, long totalPages, String nextPage, String previousPage) {}

  static PageView of(List<TaskView> tasks, long total, Paging paging, UriInfo uri) {
    long pages = paging.pages(total);
    int page = paging.page();
    return new PageView(
        tasks,
        new Pagination(
            total,
            page,
            paging.pageSize(),
            pages,
            page < pages ? link(uri, page + 1) : null,
            page > 1 ? link(uri, page - 1) : null));
  }

  private static String link(UriInfo uri, int page) {
    return uri.getRequestUriBuilder().replaceQueryParam("page", page).build().toString();
  }
}
