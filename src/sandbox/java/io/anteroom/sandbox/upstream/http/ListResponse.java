package io.anteroom.sandbox.upstream.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.anteroom.sandbox.upstream.assets.AssetPage;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** A list as the API shows it. */
record ListResponse<T>(List<T> results, Pagination pagination) {

  /**
   * Where in the list one is.
   *
   * @param nextPage URL; null on the last page and beyond
   * @param previousPage URL; null on the first page
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Pagination(
      int total, int page, int pageSize, int totalPages, String nextPage, String previousPage) {}

  static <T> SandboxResponse of(AssetPage<T> page, HttpServerRequest request) {
    int number = page.request().page();
    int size = page.request().pageSize();
    String next = number < page.totalPages() ? url(request, number + 1, size) : null;
    String previous = number > 1 ? url(request, number - 1, size) : null;
    return SandboxResponse.ok(
        new ListResponse<>(
            page.items(),
            new Pagination(page.total(), number, size, page.totalPages(), next, previous)));
  }

  private static String url(HttpServerRequest request, int page, int size) {
    return "%s://%s%s?page=%d&page_size=%d"
        .formatted(request.scheme(), request.authority(), request.path(), page, size);
  }
}
