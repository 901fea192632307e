package io.anteroom.api.quota;

import io.anteroom.account.AccountDirectory;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The quota of any account, for operators. */
@Path("/accounts/{name}/quota")
@Produces(MediaType.APPLICATION_JSON)
public class AccountQuotaResource {

  private final Caller caller;
  private final AccountDirectory accounts;
  private final QuotaViews views;

  AccountQuotaResource(Caller caller, AccountDirectory accounts, QuotaViews views) {
    this.caller = caller;
    this.accounts = accounts;
    this.views = views;
  }

  /** What {@code GET /quota} shows to the clients of the account. */
  @GET
  public Uni<QuotaView> get(@PathParam("name") String name) {
    caller.operator();
    return views.of(accounts.named(name).orElseThrow(ProblemType.ACCOUNT_NOT_FOUND::problem));
  }
}
