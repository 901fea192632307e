package io.anteroom.api.session;

import io.anteroom.api.problem.ProblemType;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import java.util.Set;

/**
 * What a browser says of where a request comes from. A cookie is sent along with requests that
 * other pages make, so it counts only in those of the operator's page. Immutable.
 *
 * @param method as it is sent
 * @param site {@code Sec-Fetch-Site}, or null
 * @param origin {@code Origin}, or null
 * @param authority the host, and the port where it is not the usual one
 * @param contentType or null
 */
record BrowserRequest(
    String method, String site, String origin, String authority, String contentType) {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String SITE = "Sec-Fetch-Site";
  private static final String ORIGIN = "Origin";
  private static final String SAME_ORIGIN = "same-origin";

  /** Of a request that somebody made by hand, such as by the address bar. */
  private static final String NO_PAGE = "none";

  static BrowserRequest of(ContainerRequestContext request) {
    return new BrowserRequest(
        request.getMethod(),
        request.getHeaderString(SITE),
        request.getHeaderString(ORIGIN),
        request.getUriInfo().getRequestUri().getRawAuthority(),
        request.getHeaderString(HttpHeaders.CONTENT_TYPE));
  }

  static BrowserRequest of(HttpServerRequest request) {
    return new BrowserRequest(
        request.method().name(),
        request.getHeader(SITE),
        request.getHeader(ORIGIN),
        request.authority() == null ? null : request.authority().toString(),
        request.getHeader(HttpHeaders.CONTENT_TYPE));
  }

  /** Lets it pass, or throws a problem that says why not. */
  void demandSameOrigin() {
    if (READS.contains(method)) {
      if (isOfAnotherPage()) {
        throw ProblemType.CROSS_ORIGIN.problem();
      }
      return;
    }
    boolean same = site == null ? isOwnOrigin() : site.equals(SAME_ORIGIN);
    if (!same) {
      throw ProblemType.CROSS_ORIGIN.problem();
    }
    if (!isJson()) {
      throw ProblemType.CROSS_ORIGIN.with(
          "A sign-in, and a change with the cookie of a session, needs the header"
              + " Content-Type: application/json.");
    }
  }

  /**
   * Whether a header names another page. A read without such headers passes: no other page could
   * read its answer, and browsers send none of them with some reads of ours.
   */
  private boolean isOfAnotherPage() {
    return site == null
        ? origin != null && !isOwnOrigin()
        : !site.equals(SAME_ORIGIN) && !site.equals(NO_PAGE);
  }

  /** For browsers before 2023, which send no {@code Sec-Fetch-Site}. */
  private boolean isOwnOrigin() {
    return origin != null
        && authority != null
        && origin
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^https?://", "")
            .equals(authority.toLowerCase(Locale.ROOT));
  }

  /** A page of another origin cannot send this type without being asked for a preflight. */
  private boolean isJson() {
    return contentType != null
        && contentType.toLowerCase(Locale.ROOT).split(";")[0].strip().equals("application/json");
  }
}
