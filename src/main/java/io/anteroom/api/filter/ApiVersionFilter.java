package io.anteroom.api.filter;

import io.anteroom.account.Client;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.api.version.ApiVersion;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * The header {@code Api-Version}: a request says which version it was written for, every answer
 * names the one that was used.
 */
public class ApiVersionFilter {

  private final Caller caller;

  ApiVersionFilter(Caller caller) {
    this.caller = caller;
  }

  /** Refuses a version that is not there; after the authentication, which says whose pin counts. */
  @ServerRequestFilter(preMatching = true, priority = 2)
  public void choose(ContainerRequestContext request) {
    String asked = request.getHeaderString(ApiVersion.HEADER);
    if (asked != null && ApiVersion.named(asked.strip()).isEmpty()) {
      throw ProblemType.UNKNOWN_API_VERSION
          .builder()
          .withDetail("The known versions are %s.".formatted(ApiVersion.list()))
          .with("field", ApiVersion.HEADER)
          .with("known", ApiVersion.labels())
          .build();
    }
  }

  /** Names the version, in problems too. */
  @ServerResponseFilter
  public void name(ContainerRequestContext request, ContainerResponseContext response) {
    String asked = request.getHeaderString(ApiVersion.HEADER);
    ApiVersion used =
        asked == null ? pinned() : ApiVersion.named(asked.strip()).orElseGet(this::pinned);
    response.getHeaders().putSingle(ApiVersion.HEADER, used.label());
  }

  private ApiVersion pinned() {
    return caller
        .known()
        .flatMap(Client::apiVersion)
        .flatMap(ApiVersion::named)
        .orElse(ApiVersion.FIRST);
  }
}
