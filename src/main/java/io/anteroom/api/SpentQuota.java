package io.anteroom.api;

import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaSnapshot;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The class of the quota that this request spends from, if it does. */
@RequestScoped
public class SpentQuota {

  private final Caller caller;
  private final QuotaSnapshot snapshot;
  private EndpointClass endpointClass;

  SpentQuota(Caller caller, QuotaSnapshot snapshot) {
    this.caller = caller;
    this.snapshot = snapshot;
  }

  /** Notes it: the answer will tell how this class stands. */
  void note(EndpointClass spent) {
    endpointClass = spent;
  }

  /** The same of an accept, which is fast: what its answer tells is read beside it, not after. */
  void noteAccept(EndpointClass spent) {
    note(spent);
    snapshot.prepare(caller.client().account().name());
  }

  Optional<EndpointClass> endpointClass() {
    return Optional.ofNullable(endpointClass);
  }
}
