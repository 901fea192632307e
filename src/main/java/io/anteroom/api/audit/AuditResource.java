package io.anteroom.api.audit;

import io.anteroom.api.filter.Caller;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.paging.TimeParameter;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.CallerContext;
import io.anteroom.audit.AuditEntries;
import io.anteroom.audit.AuditFilter;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;

/** What operators did. */
@Path("/audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

  private final Caller caller;
  private final AuditEntries entries;

  AuditResource(Caller caller, AuditEntries entries) {
    this.caller = caller;
    this.entries = entries;
  }

  /** The entries, newest first, or those after one of them. */
  @GET
  public Uni<AuditPageView> list(@Context UriInfo uri) {
    caller.operator();
    MultivaluedMap<String, String> query = uri.getQueryParameters();
    int size = Paging.of(null, query.getFirst("page_size")).pageSize();
    return entries
        .list(filter(query), size + 1)
        .emitOn(CallerContext.executor())
        .map(found -> AuditPageView.of(found, size));
  }

  private static AuditFilter filter(MultivaluedMap<String, String> query) {
    TimeParameter times = TimeParameter.ofQuery(query);
    return new AuditFilter(
        operator(query.getFirst("operator")),
        times.read("created_after"),
        times.read("created_before"),
        after(query.getFirst("after")));
  }

  private static String operator(String name) {
    if (name != null && (name.isEmpty() || name.chars().anyMatch(Character::isISOControl))) {
      throw ProblemType.INVALID_FIELD.about(
          "operator", "The parameter operator must name an operator.");
    }
    return name;
  }

  private static Long after(String cursor) {
    if (cursor != null && !cursor.matches("\\d{1,18}")) {
      throw ProblemType.INVALID_FIELD.about(
          "after", "The parameter after must be the next_cursor of an answer before.");
    }
    return cursor == null ? null : Long.valueOf(cursor);
  }
}
