package io.anteroom.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses media types that cannot be read, on which the choice of a method would break. */
public class ReadableHeaders {

  /** Reads them once, after the authentication. */
  @ServerRequestFilter(preMatching = true, priority = 3)
  public void check(ContainerRequestContext request) {
    read("Accept", request::getAcceptableMediaTypes);
    read("Content-Type", request::getMediaType);
  }

  private static void read(String header, Supplier<?> value) {
    try {
      value.get();
    } catch (IllegalArgumentException e) {
      throw Problems.malformedRequest("The header %s cannot be read.".formatted(header));
    }
  }
}
