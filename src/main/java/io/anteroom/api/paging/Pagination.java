package io.anteroom.api.paging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.anteroom.api.path.RequestAddress;
import io.anteroom.task.list.ListTotal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;

/**
 * The upstream's pagination object (seed: FAQ, pagination), and the cursor. By a cursor there is no
 * total and no page.
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
public record Pagination(
    Long total,
    boolean totalIsEstimate,
    Integer page,
    int pageSize,
    Long totalPages,
    String nextPage,
    String previousPage,
    UUID nextCursor) {

  /**
   * That of a page.
   *
   * @param next the cursor that the list goes on after, or null
   */
  public static Pagination ofPage(Paging paging, ListTotal total, UUID next, UriInfo uri) {
    RequestAddress.check(uri);
    int at = paging.page();
    return new Pagination(
        total.count(),
        !total.exact(),
        at,
        paging.pageSize(),
        Math.max(paging.pages(total.count()), next != null ? at + 1 : at),
        next != null ? link(uri, Paging.PAGE, at + 1) : null,
        at > 1 ? link(uri, Paging.PAGE, at - 1) : null,
        next);
  }

  /** That of what comes after a cursor; else as {@link #ofPage}. */
  public static Pagination ofCursor(Paging paging, UUID next, UriInfo uri) {
    RequestAddress.check(uri);
    String link = next == null ? null : link(uri, Paging.AFTER, next);
    return new Pagination(null, false, null, paging.pageSize(), null, link, null, next);
  }

  private static String link(UriInfo uri, String parameter, Object value) {
    return uri.getRequestUriBuilder().replaceQueryParam(parameter, value).build().toString();
  }
}
