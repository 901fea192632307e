package io.anteroom.api.quota;

import io.anteroom.account.Account;
import io.anteroom.api.filter.Caller;
import io.anteroom.async.LazyBean;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaReport.ClassReport;
import io.anteroom.quota.QuotaSettings;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Tells on every answer to a call that spends quota how its classes stand. */
public class RateLimitHeaderFilter {

  private final Instance<SpentQuota> spent;
  private final Caller caller;
  private final LazyBean<PlanLimits> plans;
  private final LazyBean<QuotaSettings> settings;

  /** Filters are made while the application is built: what reads the configuration comes later. */
  RateLimitHeaderFilter(
      Instance<SpentQuota> spent,
      Caller caller,
      Instance<PlanLimits> plans,
      Instance<QuotaSettings> settings) {
    this.spent = spent;
    this.caller = caller;
    this.plans = new LazyBean<>(plans);
    this.settings = new LazyBean<>(settings);
  }

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
        .reports()
        .invoke(reports -> add(response, account, reports))
        .replaceWithVoid();
  }

  private void add(ContainerResponseContext response, Account account, List<ClassReport> reports) {
    if (!reports.isEmpty()) {
      List<RateLimitResponseHeaders> fields =
          reports.stream().map(r -> fields(account, r)).toList();
      put(
          response,
          RateLimitResponseHeaders.POLICY,
          fields.stream().map(RateLimitResponseHeaders::policy));
      put(
          response,
          RateLimitResponseHeaders.LIMIT,
          fields.stream().map(RateLimitResponseHeaders::limit));
    }
  }

  private RateLimitResponseHeaders fields(Account account, ClassReport report) {
    return RateLimitResponseHeaders.of(
        report, plans.get().limit(account.plan(), report.endpointClass()), settings.get().window());
  }

  private static void put(ContainerResponseContext response, String name, Stream<String> items) {
    response.getHeaders().putSingle(name, items.collect(Collectors.joining(", ")));
  }
}
