package io.anteroom.api.bulk;

import io.anteroom.api.audit.ActBy;
import io.anteroom.api.audit.Acts;
import io.anteroom.api.body.JsonBody;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.path.TaskIdParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.CallerContext;
import io.anteroom.bulk.BulkAction;
import io.anteroom.bulk.BulkActionRepository;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;

/** What operators do to many tasks at once. */
@Path("/bulk-actions")
@Produces(MediaType.APPLICATION_JSON)
public class BulkActionResource {

  private final Caller caller;
  private final Acts acts;
  private final BulkActionService service;
  private final BulkActionRepository repository;

  BulkActionResource(
      Caller caller, Acts acts, BulkActionService service, BulkActionRepository repository) {
    this.caller = caller;
    this.acts = acts;
    this.service = service;
    this.repository = repository;
  }

  /** 202 with the bulk action, which goes on by itself; 200 with a number for a dry run. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<Response> start(byte[] body) {
    caller.mustBeAdmin();
    BulkActionRequest request = BulkActionRequest.of(JsonBody.read(body));
    ActBy by = acts.by(request.reason());
    Uni<Response> answer =
        request.dryRun()
            ? service.count(request).map(count -> Response.ok(count).build())
            : service.start(request, by).map(BulkActionResource::accepted);
    return answer.emitOn(CallerContext.executor());
  }

  /** The newest, or those that were started before one of them. */
  @GET
  public Uni<BulkActionPageView> list(
      @QueryParam("page_size") String pageSize, @QueryParam("after") String after) {
    caller.operator();
    int size = Paging.of(null, pageSize).pageSize();
    return repository
        .list(cursor(after), size + 1)
        .emitOn(CallerContext.executor())
        .map(found -> BulkActionPageView.of(found, size));
  }

  /** How it stands. */
  @GET
  @Path("{id}")
  public Uni<BulkActionView> get(@PathParam("id") String id) {
    caller.operator();
    return service.find(id(id)).emitOn(CallerContext.executor()).map(BulkActionView::of);
  }

  /** Stops it after the tasks in hand: 202, or 200 where it has ended. */
  @DELETE
  @Path("{id}")
  public Uni<Response> stop(@PathParam("id") String id, @QueryParam(Acts.REASON) String reason) {
    caller.mustBeAdmin();
    ActBy by = acts.by(reason);
    return service
        .stop(id(id), by)
        .emitOn(CallerContext.executor())
        .map(BulkActionResource::asItIs);
  }

  private static Response accepted(BulkAction action) {
    return Response.accepted(BulkActionView.of(action))
        .location(URI.create("/bulk-actions/" + action.id()))
        .build();
  }

  private static Response asItIs(BulkAction action) {
    return Response.status(action.state().hasEnded() ? 200 : 202)
        .entity(BulkActionView.of(action))
        .build();
  }

  private static UUID cursor(String after) {
    if (after != null && !TaskIdParameter.isOne(after)) {
      throw ProblemType.INVALID_FIELD.about("after", "The parameter after must be a UUID.");
    }
    return after == null ? null : UUID.fromString(after);
  }

  private static UUID id(String id) {
    if (!TaskIdParameter.isOne(id)) {
      throw ProblemType.MALFORMED_BULK_ACTION_ID.problem();
    }
    return UUID.fromString(id);
  }
}
