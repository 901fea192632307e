package io.anteroom.api.quota;

import io.anteroom.api.Caller;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport.ClassReport;
import io.anteroom.quota.QuotaSnapshot;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The class of the quota that this request spends from, if it does. */
@RequestScoped
public class SpentQuota {

  private final Caller caller;
  private final QuotaSnapshot snapshot;
  private EndpointClass endpointClass;
  private boolean accept;

  SpentQuota(Caller caller, QuotaSnapshot snapshot) {
    this.caller = caller;
    this.snapshot = snapshot;
  }

  /** Notes it: the answer will tell how this class stands. */
  public void note(EndpointClass spent) {
    endpointClass = spent;
  }

  /** The same of an accept, which is fast: nothing is read after it, but beside it for the next. */
  public void noteAccept(EndpointClass spent) {
    note(spent);
    accept = true;
    snapshot.prepare(account());
  }

  /** How the class stands; empty where nothing is spent, or it is not known. */
  Uni<Optional<ClassReport>> report() {
    if (endpointClass == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    return accept
        ? snapshot.lately(account(), endpointClass)
        : snapshot.of(account(), endpointClass);
  }

  private String account() {
    return caller.client().account().name();
  }
}
