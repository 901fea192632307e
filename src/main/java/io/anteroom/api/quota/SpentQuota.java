package io.anteroom.api.quota;

import io.anteroom.api.filter.Caller;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport.ClassReport;
import io.anteroom.quota.QuotaSnapshot;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.RequestScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The classes of the quota that this request spends from, if it does. */
@RequestScoped
public class SpentQuota {

  private final Caller caller;
  private final QuotaSnapshot snapshot;
  private final Set<EndpointClass> classes = EnumSet.noneOf(EndpointClass.class);
  private boolean accept;

  SpentQuota(Caller caller, QuotaSnapshot snapshot) {
    this.caller = caller;
    this.snapshot = snapshot;
  }

  /** Notes it: the answer will tell how this class stands, and is made after the call. */
  public void note(EndpointClass spent) {
    classes.add(spent);
    accept = false;
  }

  /**
   * The same of an accept, which is fast: nothing is read after it, but beside it for the next. An
   * operator is told of no quota.
   */
  public void noteAccept(EndpointClass spent) {
    note(spent);
    accept = true;
    caller.known().ifPresent(client -> snapshot.prepare(client.account().name()));
  }

  /** How the classes stand; none where nothing is spent, or it is not known. */
  Uni<List<ClassReport>> reports() {
    if (classes.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return accept ? snapshot.recent(account(), classes) : snapshot.of(account(), classes);
  }

  private String account() {
    return caller.client().account().name();
  }
}
