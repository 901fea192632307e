package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PlanTable;
import io.anteroom.quota.QuotaSettings;
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
public class AccountGuards {

  private static final double FAILURE_RATIO = 0.5;

  private final Map<String, TypedGuard<Uni<UpstreamAnswer>>> guards;

  /** Builds a guard for every account. */
  public AccountGuards(
      AccountDirectory accounts, UpstreamSettings settings, QuotaSettings quota, PlanTable plans) {
    this.guards =
        accounts.all().stream()
            .collect(Collectors.toMap(Account::name, a -> guard(a, settings, quota, plans)));
  }

  /** The guard of this account. */
  public TypedGuard<Uni<UpstreamAnswer>> of(Account account) {
    return guards.get(account.name());
  }

  private static TypedGuard<Uni<UpstreamAnswer>> guard(
      Account account, UpstreamSettings settings, QuotaSettings quota, PlanTable plans) {
    var guard =
        TypedGuard.create(new TypeLiteral<Uni<UpstreamAnswer>>() {})
            .withDescription("upstream account " + account.name())
            .withCircuitBreaker()
            .requestVolumeThreshold(settings.breakerVolume())
            .failureRatio(FAILURE_RATIO)
            .delay(settings.breakerDelay().toMillis(), ChronoUnit.MILLIS)
            .when(AccountGuards::isOutage)
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
    return !(failure instanceof UseByPassed
        || failure instanceof BodyUnreadable
        || AnswerTooLargeException.in(failure) != null);
  }

  /** All classes together, per window; the ledger keeps each of them, this catches a broken one. */
  private static OptionalInt ceiling(Account account, PlanTable plans) {
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
