package io.anteroom.api.paging;

import io.anteroom.api.Problems;
import jakarta.ws.rs.core.UriInfo;
import java.net.URISyntaxException;

/** The address by which a client calls, which its headers are a part of. Stateless. */
public final class OwnAddress {

  private OwnAddress() {}

  /** Fails with a problem where no link can lead to it: the headers name a host that is none. */
  public static void check(UriInfo uri) {
    try {
      uri.getRequestUri();
    } catch (RuntimeException e) {
      throw e.getCause() instanceof URISyntaxException
          ? Problems.malformedRequest("The host that was called is none.")
          : e;
    }
  }
}
