package io.anteroom.api.operator;

import io.anteroom.account.AccountDirectory;
import io.anteroom.api.filter.Caller;
import io.anteroom.async.CallerContext;
import io.anteroom.quota.AccountPause;
import io.anteroom.quota.OperatorPauses;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** The accounts that are configured. */
@Path("/accounts")
@Produces(MediaType.APPLICATION_JSON)
public class AccountListResource {

  private final Caller caller;
  private final AccountDirectory accounts;
  private final OperatorPauses pauses;

  AccountListResource(Caller caller, AccountDirectory accounts, OperatorPauses pauses) {
    this.caller = caller;
    this.accounts = accounts;
    this.pauses = pauses;
  }

  @GET
  public Uni<AccountListView> list() {
    caller.operator();
    return pauses.all().emitOn(CallerContext.executor()).map(this::view);
  }

  private AccountListView view(List<AccountPause> paused) {
    return new AccountListView(
        accounts.all().stream()
            .map(account -> AccountView.of(account, pause(account.name(), paused)))
            .toList());
  }

  private static Optional<AccountPause> pause(String account, List<AccountPause> paused) {
    return paused.stream().filter(pause -> pause.account.equals(account)).findFirst();
  }
}
