package io.anteroom.api.quota;

import io.anteroom.account.Account;
import io.anteroom.api.Caller;
import io.anteroom.quota.PlanTable;
import io.anteroom.quota.QuotaReport.ClassReport;
import io.anteroom.quota.QuotaSettings;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Tells on every answer to a call that spends quota how its class stands. */
public class RateLimitFilter {

  private final Instance<SpentQuota> spent;
  private final Caller caller;
  private final Instance<PlanTable> plans;
  private final Instance<QuotaSettings> settings;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  RateLimitFilter(
      Instance<SpentQuota> spent,
      Caller caller,
      Instance<PlanTable> plans,
      Instance<QuotaSettings> settings) {
    this.spent = spent;
    this.caller = caller;
    this.plans = plans;
    this.settings = settings;
  }

  /** Adds the two fields, where they are known. */
  @ServerResponseFilter
  public Uni<Void> tell(ContainerResponseContext response) {
    return caller
        .known()
        .map(client -> tell(response, client.account()))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private Uni<Void> tell(ContainerResponseContext response, Account account) {
    return spent
        .get()
        .report()
        .invoke(report -> report.ifPresent(r -> add(response, account, r)))
        .replaceWithVoid();
  }

  private void add(ContainerResponseContext response, Account account, ClassReport report) {
    RateLimitFields fields =
        RateLimitFields.of(
            report,
            plans.get().limit(account.plan(), report.endpointClass()),
            settings.get().window());
    response.getHeaders().putSingle(RateLimitFields.POLICY, fields.policy());
    response.getHeaders().putSingle(RateLimitFields.LIMIT, fields.limit());
  }
}
