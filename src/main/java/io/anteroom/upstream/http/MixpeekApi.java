package io.anteroom.upstream.http;

import io.anteroom.async.trace.TraceContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * The calls of the Mixpeek API (seed, and the public documentation of the same weeks).
 *
 * <p>Bodies are streams that are asked for only when the connection is there and the next thing to
 * happen is the writing of the request: see {@link RequestBody}. An answer of any status is an
 * item; a failure means that there was none. The two headers of a trace are null where the upstream
 * is told of none.
 */
@Path("/")
public interface MixpeekApi {

  /** Class {@code index.url}, {@code index.text} or {@code index.upload}, by the kind. */
  @POST
  @Path("index/{kind}")
  Uni<Response> index(
      @PathParam("kind") String kind,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      @HeaderParam(HttpHeaders.CONTENT_LENGTH) long contentLength,
      @HeaderParam(TraceContext.TRACEPARENT) String traceparent,
      @HeaderParam(TraceContext.TRACESTATE) String tracestate,
      Multi<Buffer> body);

  /** Class {@code search.text}, {@code search.url} or {@code search.upload}, by the kind. */
  @POST
  @Path("search/{kind}")
  Uni<Response> search(
      @PathParam("kind") String kind,
      @RestQuery MultivaluedMap<String, String> parameters,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      @HeaderParam(HttpHeaders.CONTENT_LENGTH) long contentLength,
      @HeaderParam(TraceContext.TRACEPARENT) String traceparent,
      @HeaderParam(TraceContext.TRACESTATE) String tracestate,
      Multi<Buffer> body);

  /** Class {@code default}. */
  @GET
  @Path("tasks/{id}")
  Uni<Response> task(@PathParam("id") String id);

  /** Class {@code default}. */
  @DELETE
  @Path("tasks/{id}")
  Uni<Response> cancelTask(@PathParam("id") String id);

  /** Class {@code default}. */
  @POST
  @Path("assets")
  Uni<Response> assets(
      @RestQuery MultivaluedMap<String, String> parameters,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType,
      @HeaderParam(HttpHeaders.CONTENT_LENGTH) long contentLength,
      @HeaderParam(TraceContext.TRACEPARENT) String traceparent,
      @HeaderParam(TraceContext.TRACESTATE) String tracestate,
      Multi<Buffer> body);

  /** Class {@code default}. */
  @GET
  @Path("assets/{id}")
  Uni<Response> asset(
      @PathParam("id") String id,
      @RestQuery MultivaluedMap<String, String> parameters,
      @HeaderParam(TraceContext.TRACEPARENT) String traceparent,
      @HeaderParam(TraceContext.TRACESTATE) String tracestate);

  /** Class {@code default}. */
  @DELETE
  @Path("assets/{id}")
  Uni<Response> deleteAsset(
      @PathParam("id") String id,
      @HeaderParam(TraceContext.TRACEPARENT) String traceparent,
      @HeaderParam(TraceContext.TRACESTATE) String tracestate);

  /** Class {@code default}. */
  @GET
  @Path("assets/{id}/features")
  Uni<Response> features(
      @PathParam("id") String id,
      @RestQuery MultivaluedMap<String, String> parameters,
      @HeaderParam(TraceContext.TRACEPARENT) String traceparent,
      @HeaderParam(TraceContext.TRACESTATE) String tracestate);
}
