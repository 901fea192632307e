package io.anteroom.api.batch;

import io.anteroom.api.filter.Caller;
import io.anteroom.api.paging.Pagination;
import io.anteroom.api.paging.Paging;
import io.anteroom.api.response.Tagged;
import io.anteroom.task.list.BatchList;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Batches of this client, for an operator of any, newest first. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class BatchListResource {

  private final Caller caller;
  private final BatchList list;

  BatchListResource(Caller caller, BatchList list) {
    this.caller = caller;
    this.list = list;
  }

  /** By page, or after one of them. */
  @GET
  @Tagged
  @Path("batches")
  public Uni<BatchPageView> list(@Context UriInfo uri) {
    BatchListRequest asked = BatchListRequest.of(caller, uri.getQueryParameters());
    return asked.after() == null ? page(asked, uri) : after(asked, uri);
  }

  private Uni<BatchPageView> page(BatchListRequest asked, UriInfo uri) {
    Paging paging = asked.paging();
    return list.page(asked.filter(), paging.page(), paging.pageSize())
        .invoke(page -> paging.demandThere(page.batches().isEmpty()))
        .map(
            page ->
                BatchPageView.of(
                    page,
                    caller.isOperator(),
                    Pagination.ofPage(paging, page.total(), page.next(), uri)));
  }

  private Uni<BatchPageView> after(BatchListRequest asked, UriInfo uri) {
    Paging paging = asked.paging();
    return list.after(asked.filter(), asked.after(), paging.pageSize())
        .map(
            page ->
                BatchPageView.of(
                    page, caller.isOperator(), Pagination.ofCursor(paging, page.next(), uri)));
  }
}
