package io.anteroom.api.search;

import io.anteroom.account.Client;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.path.QueryParameters;
import io.anteroom.api.path.RequestAddress;
import io.anteroom.api.response.WaitLimits.Wait;
import io.anteroom.passthrough.PassThroughCall;
import io.anteroom.quota.CallDeadline;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;

/** A request that is passed through. */
record PassedRequest(Client client, UriInfo uri, Wait permitWait) {

  PassedRequest {
    RequestAddress.check(uri);
    paging(uri);
  }

  Paging paging() {
    return paging(uri);
  }

  private static Paging paging(UriInfo uri) {
    MultivaluedMap<String, String> parameters = parameters(uri);
    return Paging.of(parameters.getFirst("page"), parameters.getFirst("page_size"));
  }

  /** Begins now: ask for it once. */
  CallDeadline deadline() {
    return CallDeadline.ofCaller(client.name(), permitWait.max());
  }

  /** The call that it becomes, with a deadline that begins now. */
  PassThroughCall begin() {
    return new PassThroughCall(client, deadline(), parameters());
  }

  /** Those of the URL, decoded; the upstream gets all of them. */
  MultivaluedMap<String, String> parameters() {
    return parameters(uri);
  }

  private static MultivaluedMap<String, String> parameters(UriInfo uri) {
    return QueryParameters.of(uri.getRequestUri().getRawQuery());
  }
}
