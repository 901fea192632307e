package io.anteroom.api.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.account.Client;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.quota.SpentQuota;
import io.anteroom.api.response.WaitLimits;
import io.anteroom.async.json.CanonicalJson;
import io.anteroom.async.json.JsonWriter;
import io.anteroom.passthrough.CachedSearch;
import io.anteroom.passthrough.PassThroughCalls;
import io.anteroom.passthrough.PassedResponse;
import io.anteroom.passthrough.SearchCache;
import io.anteroom.quota.EndpointClass;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** Searches, passed through within the account's quota. */
@Path("/search")
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource {

  private final Caller caller;
  private final PassThroughCalls passThroughCalls;
  private final PassedResponses responses;
  private final CachedSearch cached;
  private final SearchForm forms;
  private final SpentQuota spent;
  private final WaitLimits waitLimits;

  SearchResource(
      Caller caller,
      PassThroughCalls passThroughCalls,
      PassedResponses responses,
      CachedSearch cached,
      SearchForm forms,
      SpentQuota spent,
      WaitLimits waitLimits) {
    this.caller = caller;
    this.passThroughCalls = passThroughCalls;
    this.responses = responses;
    this.cached = cached;
    this.forms = forms;
    this.spent = spent;
    this.waitLimits = waitLimits;
  }

  /** By words. */
  @POST
  @Path("text")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> text(byte[] body, @Context UriInfo uri, @Context HttpHeaders headers) {
    return search("text", EndpointClass.SEARCH_TEXT, SearchTerms::checkText, body, uri, headers);
  }

  /** By what is at a URL. */
  @POST
  @Path("url")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> url(byte[] body, @Context UriInfo uri, @Context HttpHeaders headers) {
    return search("url", EndpointClass.SEARCH_URL, SearchTerms::checkUrl, body, uri, headers);
  }

  /** By what is in a file. */
  @POST
  @Path("upload")
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  public Uni<Response> upload(
      MultipartFormDataInput form, @Context UriInfo uri, @Context HttpHeaders headers) {
    spent.note(EndpointClass.SEARCH_UPLOAD);
    PassedRequest call = call(uri, headers);
    return forms
        .read(form, call.client())
        .chain(query -> passThroughCalls.searchFile(call.begin(), query.fields(), query.file()))
        .chain(response -> responses.list(call, response));
  }

  private Uni<Response> search(
      String kind,
      EndpointClass endpointClass,
      Consumer<ObjectNode> check,
      byte[] body,
      UriInfo uri,
      HttpHeaders headers) {
    PassedRequest call = call(uri, headers);
    ObjectNode query = JsonBody.read(body);
    check.accept(query);
    CollectionScope.narrow(call.client(), query);
    return cached
        .of(() -> key(call, kind, query), headers, () -> ask(call, kind, endpointClass, query))
        .chain(
            found ->
                responses
                    .list(call, found.response())
                    .map(response -> withCacheStatus(response, found)));
  }

  private Uni<PassedResponse> ask(
      PassedRequest call, String kind, EndpointClass endpointClass, ObjectNode query) {
    spent.note(endpointClass);
    byte[] document = JsonWriter.bytes(query);
    return passThroughCalls.search(call.begin(), kind, endpointClass, document);
  }

  private String key(PassedRequest call, String kind, ObjectNode query) {
    Client client = call.client();
    List<String> parts = new ArrayList<>();
    parts.add(client.account().name());
    parts.add(client.name());
    parts.add(kind);
    parts.add(CanonicalJson.digest(query));
    new TreeMap<>(call.parameters())
        .forEach((name, values) -> values.forEach(value -> parts.addAll(List.of(name, value))));
    return SearchCache.key(parts);
  }

  private PassedRequest call(UriInfo uri, HttpHeaders headers) {
    return new PassedRequest(caller.client(), uri, waitLimits.forPermit(headers));
  }

  private static Response withCacheStatus(Response response, CachedSearch.Found found) {
    return found
        .status()
        .map(status -> Response.fromResponse(response).header("Cache-Status", status).build())
        .orElse(response);
  }
}
