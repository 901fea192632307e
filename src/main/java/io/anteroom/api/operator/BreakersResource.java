package io.anteroom.api.operator;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.api.audit.ActBy;
import io.anteroom.api.audit.Acts;
import io.anteroom.api.filter.Caller;
import io.anteroom.api.problem.ProblemType;
import io.anteroom.audit.AuditAction;
import io.anteroom.cluster.BreakerTrialRequests;
import io.anteroom.quota.EndpointClass;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.ResponseStatus;

/** What operators do with the circuit breakers of an account. */
@Path("/accounts/{name}/breakers")
@Produces(MediaType.APPLICATION_JSON)
public class BreakersResource {

  private static final int ACCEPTED = 202;
  private static final String CLASS = "class";

  private final Caller caller;
  private final Acts acts;
  private final AccountDirectory accounts;
  private final BreakerTrialRequests trials;

  BreakersResource(
      Caller caller, Acts acts, AccountDirectory accounts, BreakerTrialRequests trials) {
    this.caller = caller;
    this.acts = acts;
    this.accounts = accounts;
    this.trials = trials;
  }

  /**
   * Lets one call through where a circuit breaker is open, on every replica.
   *
   * @param label of an endpoint class; null: of every one
   */
  @POST
  @Path("try")
  @ResponseStatus(ACCEPTED)
  public Uni<BreakerTrialView> tryNow(
      @PathParam("name") String name,
      @QueryParam(CLASS) String label,
      @QueryParam(Acts.REASON) String reason) {
    caller.mustBeAdmin();
    Account account = accounts.named(name).orElseThrow(ProblemType.ACCOUNT_NOT_FOUND::problem);
    List<EndpointClass> classes = classes(label);
    ActBy by = acts.by(reason);
    return trials
        .ask(account.name(), classes, by.onAccount(AuditAction.BREAKER_TRY, account.name()))
        .replaceWith(
            () ->
                new BreakerTrialView(
                    account.name(), classes.stream().map(EndpointClass::label).toList()));
  }

  private static List<EndpointClass> classes(String label) {
    return label == null
        ? List.of(EndpointClass.values())
        : List.of(EndpointClass.find(label).orElseThrow(BreakersResource::unknown));
  }

  private static RuntimeException unknown() {
    String labels =
        Arrays.stream(EndpointClass.values())
            .map(EndpointClass::label)
            .collect(Collectors.joining(", "));
    return ProblemType.INVALID_FIELD.about(
        CLASS, "The parameter class must be one of %s.".formatted(labels));
  }
}
