package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.PageRequest;
import io.vertx.core.http.HttpServerRequest;

/**
 * Which page is wanted: the URL goes before {@code pagination} in the body, and that before fields.
 */
final class SandboxPaging {
  private SandboxPaging() {}

  static PageRequest of(HttpServerRequest request, RequestFields fields) {
    return PageRequest.of(find(request, fields, "page"), find(request, fields, "page_size"));
  }

  /** Of a call without a body. */
  static PageRequest of(HttpServerRequest request) {
    return PageRequest.of(request.getParam("page"), request.getParam("page_size"));
  }

  private static String find(HttpServerRequest request, RequestFields fields, String name) {
    String inUrl = request.params().get(name);
    if (inUrl != null) {
      return inUrl;
    }
    String inPagination = new RequestFields(fields.object("pagination")).digits(name);
    return inPagination != null ? inPagination : fields.digits(name);
  }
}
