package io.anteroom.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses an {@code Accept} that cannot be read, on which the choice of a form would break. */
public class AcceptHeader {

  /** Reads it once. */
  @ServerRequestFilter(preMatching = true, priority = 3)
  public void check(ContainerRequestContext request) {
    try {
      request.getAcceptableMediaTypes();
    } catch (IllegalArgumentException e) {
      throw Problems.malformedRequest("The header Accept cannot be read.");
    }
  }
}
