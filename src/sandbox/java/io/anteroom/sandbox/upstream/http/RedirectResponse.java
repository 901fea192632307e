package io.anteroom.sandbox.upstream.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** An answer that sends the caller elsewhere. */
final class RedirectResponse {
  private static final String ELSEWHERE = "/moved";

  private RedirectResponse() {}

  /** To that location, or where it is null, to the same path below {@code /moved}. */
  static SandboxResponse answer(HttpServerRequest request, String location) {
    String target = location == null ? ELSEWHERE + request.uri() : location;
    return SandboxResponse.error(307, "moved").with(Map.of("Location", target));
  }
}
