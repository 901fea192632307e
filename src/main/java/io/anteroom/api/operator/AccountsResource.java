package io.anteroom.api.operator;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.api.audit.ActBy;
import io.anteroom.api.audit.Acts;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.async.CallerContext;
import io.anteroom.audit.AuditAction;
import io.anteroom.quota.CallTimeouts;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.quota.PauseNote;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;

/** What operators do with an account. */
@Path("/accounts/{name}")
@Produces(MediaType.APPLICATION_JSON)
public class AccountsResource {

  private final Caller caller;
  private final Acts acts;
  private final AccountDirectory accounts;
  private final OperatorPauses pauses;
  private final Duration connectTimeout;

  AccountsResource(
      Caller caller,
      Acts acts,
      AccountDirectory accounts,
      OperatorPauses pauses,
      CallTimeouts timeouts) {
    this.caller = caller;
    this.acts = acts;
    this.accounts = accounts;
    this.pauses = pauses;
    this.connectTimeout = timeouts.connectTimeout();
  }

  @GET
  public Uni<AccountView> get(@PathParam("name") String name) {
    caller.operator();
    return view(account(name));
  }

  /**
   * No call leaves for the upstream until the account is resumed; accepts go on. Answers when that
   * is so on every replica, but for the calls that are under way.
   */
  @POST
  @Path("pause")
  public Uni<AccountView> pause(
      @PathParam("name") String name, @QueryParam(Acts.REASON) String reason) {
    caller.mustBeAdmin();
    Account account = account(name);
    ActBy by = acts.by(reason);
    return pauses
        .pause(
            account.name(),
            new PauseNote(by.operator(), by.reason()),
            connectTimeout,
            by.onAccount(AuditAction.ACCOUNT_PAUSE, account.name()))
        .emitOn(CallerContext.executor())
        .chain(() -> view(account));
  }

  @POST
  @Path("resume")
  public Uni<AccountView> resume(
      @PathParam("name") String name, @QueryParam(Acts.REASON) String reason) {
    caller.mustBeAdmin();
    Account account = account(name);
    ActBy by = acts.by(reason);
    return pauses
        .resume(account.name(), by.onAccount(AuditAction.ACCOUNT_RESUME, account.name()))
        .emitOn(CallerContext.executor())
        .chain(() -> view(account));
  }

  private Account account(String name) {
    return accounts.named(name).orElseThrow(ProblemType.ACCOUNT_NOT_FOUND::problem);
  }

  private Uni<AccountView> view(Account account) {
    return pauses
        .of(account.name())
        .emitOn(CallerContext.executor())
        .map(pause -> AccountView.of(account, pause));
  }
}
