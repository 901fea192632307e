package io.anteroom.api.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.path.RequestAddress;
import io.anteroom.api.response.TaskDetails;
import io.anteroom.task.list.TaskPage;
import io.anteroom.task.list.TaskPage.Total;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;

/**
 * Some tasks, in the shape of the upstream's lists (seed: FAQ, pagination).
 *
 * @param results the tasks, newest first
 */
@RegisterForReflection
record TaskPageView(List<TaskDetails> results, Pagination pagination) {

  /**
   * The upstream's pagination object, and the cursor. By a cursor there is no total and no page.
   *
   * @param total how many there are over all pages, or null
   * @param totalIsEstimate whether it is a guess, since there are many
   * @param page from 1, or null
   * @param totalPages by the total, or null
   * @param nextPage a URL that keeps the filters, or null where nothing comes after this
   * @param previousPage the same, or null
   * @param nextCursor what {@code after} goes on with, or null where nothing comes after this
   */
  @RegisterForReflection
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.ALWAYS) // as the upstream's
  record Pagination(
      Long total,
      boolean totalIsEstimate,
      Integer page,
      int pageSize,
      Long totalPages,
      String nextPage,
      String previousPage,
      UUID nextCursor) {}

  static TaskPageView of(TaskPage page, List<TaskDetails> results, Paging paging, UriInfo uri) {
    RequestAddress.check(uri);
    Total total = page.total();
    int at = paging.page();
    return new TaskPageView(
        results,
        new Pagination(
            total.tasks(),
            !total.exact(),
            at,
            paging.pageSize(),
            Math.max(paging.pages(total.tasks()), page.next() != null ? at + 1 : at),
            page.next() != null ? link(uri, at + 1) : null,
            at > 1 ? link(uri, at - 1) : null,
            page.next()));
  }

  static TaskPageView after(TaskPage page, List<TaskDetails> results, Paging paging, UriInfo uri) {
    RequestAddress.check(uri);
    String next =
        page.next() == null
            ? null
            : uri.getRequestUriBuilder()
                .replaceQueryParam(TaskListRequest.AFTER, page.next())
                .build()
                .toString();
    return new TaskPageView(
        results,
        new Pagination(null, false, null, paging.pageSize(), null, next, null, page.next()));
  }

  private static String link(UriInfo uri, int page) {
    return uri.getRequestUriBuilder()
        .replaceQueryParam(TaskListRequest.PAGE, page)
        .build()
        .toString();
  }
}
