package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.upstream.http.RequestBodyUnreadableException;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.http.UseByPassedException;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.faulttolerance.api.RateLimitType;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The circuit breaker and the last rate guard of each account. Their state must be one per account;
 * an annotation's would be one per method, and one account would trip another. Thread-safe.
 */
@Singleton
public class AccountCircuitBreakers {

  private static final double FAILURE_RATIO = 0.5;

  private final Map<String, TypedGuard<Uni<UpstreamResponse>>> guards;

  public AccountCircuitBreakers(
      AccountDirectory accounts, UpstreamSettings settings, QuotaSettings quota, PlanLimits plans) {
    this.guards =
        accounts.all().stream()
            .collect(Collectors.toMap(Account::name, a -> guard(a, settings, quota, plans)));
  }

  public TypedGuard<Uni<UpstreamResponse>> of(Account account) {
    return guards.get(account.name());
  }

  private static TypedGuard<Uni<UpstreamResponse>> guard(
      Account account, UpstreamSettings settings, QuotaSettings quota, PlanLimits plans) {
    var guard =
        TypedGuard.create(new TypeLiteral<Uni<UpstreamResponse>>() {})
            .withDescription("upstream account " + account.name())
            .withCircuitBreaker()
            .requestVolumeThreshold(settings.breakerVolume())
            .failureRatio(FAILURE_RATIO)
            .delay(settings.breakerDelay().toMillis(), ChronoUnit.MILLIS)
            .when(AccountCircuitBreakers::isOutage)
            .done();
    OptionalInt ceiling = ceiling(account, plans);
    if (quota.enabled() && ceiling.isPresent()) {
      guard =
          guard
              .withRateLimit()
              .limit(ceiling.getAsInt())
              .window(quota.window().toMillis(), ChronoUnit.MILLIS)
              .type(RateLimitType.ROLLING)
              .done();
    }
    return guard.build();
  }

  /**
   * A permit that came too late says nothing about the upstream, nor does a file that has gone; an
   * answer that is too large is what somebody asked for.
   */
  private static boolean isOutage(Throwable failure) {
    return !(failure instanceof UseByPassedException
        || failure instanceof RequestBodyUnreadableException
        || ResponseTooLargeException.in(failure) != null);
  }

  /** All classes together, per window; the ledger keeps each of them, this catches a broken one. */
  private static OptionalInt ceiling(Account account, PlanLimits plans) {
    int sum = 0;
    for (EndpointClass endpointClass : EndpointClass.values()) {
      OptionalInt limit = plans.limit(account.plan(), endpointClass);
      if (limit.isEmpty()) {
        return OptionalInt.empty();
      }
      sum += limit.getAsInt();
    }
    return OptionalInt.of(sum);
  }
}
