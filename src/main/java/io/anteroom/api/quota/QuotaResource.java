package io.anteroom.api.quota;

import io.anteroom.api.filter.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The quota of the client's account, from our own ledger: never an upstream call. */
@Path("/quota")
@Produces(MediaType.APPLICATION_JSON)
public class QuotaResource {

  private final Caller caller;
  private final QuotaViews views;

  QuotaResource(Caller caller, QuotaViews views) {
    this.caller = caller;
    this.views = views;
  }

  /** How the account stands: its tasks in doubt, and each endpoint class. */
  @GET
  public Uni<QuotaView> get() {
    return views.of(caller.client().account());
  }
}
