package io.anteroom.api.path;

import io.anteroom.api.problem.ProblemType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URISyntaxException;

/** The address by which a client calls, which its headers are a part of. Stateless. */
public final class RequestAddress {

  private RequestAddress() {}

  /** Fails with a problem where no link can lead to it: the headers name a host that is none. */
  public static void check(UriInfo uri) {
    try {
      uri.getRequestUri();
    } catch (RuntimeException e) {
      throw e.getCause() instanceof URISyntaxException
          ? ProblemType.MALFORMED_REQUEST.with("The header Host is not a host name.")
          : e;
    }
  }
}
