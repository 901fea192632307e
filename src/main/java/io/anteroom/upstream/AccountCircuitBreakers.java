package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.Ticker;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.PlanLimits;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.upstream.http.PermitExpiredException;
import io.anteroom.upstream.http.RequestBodyUnreadableException;
import io.anteroom.upstream.http.ResponseTooLargeException;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.faulttolerance.api.RateLimitType;
import io.smallrye.faulttolerance.api.TypedGuard;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/**
 * The circuit breakers of each account, and its last rate guard. An account has one circuit breaker
 * for each endpoint class, and others for the calls that a client waits for: a search that fails
 * must not stop submits, nor a client's call the polls. An annotation's state would be one per
 * method, and one account would trip another. Thread-safe.
 */
@Singleton
public class AccountCircuitBreakers {

  private static final double FAILURE_RATIO = 0.5;

  /** What one circuit breaker is for. */
  private record Kind(String account, EndpointClass endpointClass, boolean isOfClient) {

    /** Written out, as {@link #hashCode}: a native executable interprets the generated ones. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Kind that
          && endpointClass == that.endpointClass
          && isOfClient == that.isOfClient
          && account.equals(that.account);
    }

    @Override
    public int hashCode() {
      return 31 * account.hashCode() + 2 * endpointClass.ordinal() + (isOfClient ? 1 : 0);
    }

    @Override
    public String toString() {
      return "account %s, class %s, %s"
          .formatted(account, endpointClass.label(), isOfClient ? "of clients" : "of the engine");
    }
  }

  /**
   * One that has stopped a call.
   *
   * @param ofClients whether it is of the calls that clients wait for, not of the engine's
   * @param again after which time it surely lets a call through
   */
  public record Open(
      String account, EndpointClass endpointClass, boolean ofClients, Duration again) {}

  private final Map<Kind, TypedGuard<Uni<UpstreamResponse>>> breakers = new HashMap<>();
  private final Map<String, TypedGuard<Uni<UpstreamResponse>>> rateGuards = new HashMap<>();
  private final Map<Kind, Long> openSince = new ConcurrentHashMap<>();
  private final Duration delay;
  private final Ticker ticker;

  public AccountCircuitBreakers(
      AccountDirectory accounts,
      UpstreamSettings settings,
      QuotaSettings quota,
      PlanLimits plans,
      Ticker ticker) {
    this.delay = settings.breakerDelay();
    this.ticker = ticker;
    for (Account account : accounts.all()) {
      OptionalInt ceiling = ceiling(account, plans);
      if (quota.enabled() && ceiling.isPresent()) {
        rateGuards.put(account.name(), rateGuard(account, ceiling.getAsInt(), quota.window()));
      }
      for (EndpointClass endpointClass : EndpointClass.values()) {
        add(new Kind(account.name(), endpointClass, false), settings);
        add(new Kind(account.name(), endpointClass, true), settings);
      }
    }
  }

  /** Those that are open, as far as a call has shown. */
  public List<Open> open() {
    List<Open> open = new ArrayList<>();
    openSince.forEach(
        (kind, at) -> {
          Duration again = delay.minus(ticker.since(at));
          if (!again.isNegative() && !again.isZero()) {
            open.add(new Open(kind.account(), kind.endpointClass(), kind.isOfClient(), again));
          }
        });
    return open;
  }

  /**
   * Sends a call unless too many of its kind have failed.
   *
   * @param send sends it, and fails where the upstream has an outage
   * @return the response; the failure is {@link CircuitOpenException} where nothing was sent for
   *     that reason
   */
  Uni<UpstreamResponse> guard(
      Account account,
      EndpointClass endpointClass,
      UpstreamCall call,
      Supplier<Uni<UpstreamResponse>> send) {
    Kind kind = new Kind(account.name(), endpointClass, call.isOfClient());
    TypedGuard<Uni<UpstreamResponse>> rate = rateGuards.get(account.name());
    return breakers
        .get(kind)
        .get(rate == null ? send : () -> rate.get(send))
        .onFailure(CircuitBreakerOpenException.class)
        .transform(open -> stopped(kind));
  }

  private void add(Kind kind, UpstreamSettings settings) {
    breakers.put(
        kind,
        TypedGuard.create(new TypeLiteral<Uni<UpstreamResponse>>() {})
            .withDescription("upstream " + kind)
            .withCircuitBreaker()
            .requestVolumeThreshold(settings.breakerVolume())
            .failureRatio(FAILURE_RATIO)
            .delay(settings.breakerDelay().toMillis(), ChronoUnit.MILLIS)
            .when(AccountCircuitBreakers::isOutage)
            .done()
            .build());
  }

  /**
   * That one is open is noted by the first call that it stops: a listener would cost every call. So
   * it is open for no longer than said.
   */
  private CircuitOpenException stopped(Kind kind) {
    openSince.merge(
        kind, ticker.nanos(), (before, now) -> now - before < delay.toNanos() ? before : now);
    return new CircuitOpenException(kind.toString(), delay);
  }

  private static TypedGuard<Uni<UpstreamResponse>> rateGuard(
      Account account, int ceiling, Duration window) {
    return TypedGuard.create(new TypeLiteral<Uni<UpstreamResponse>>() {})
        .withDescription("upstream account " + account.name())
        .withRateLimit()
        .limit(ceiling)
        .window(window.toMillis(), ChronoUnit.MILLIS)
        .type(RateLimitType.ROLLING)
        .done()
        .build();
  }

  /**
   * A permit that came too late says nothing about the upstream, nor does a file that has gone; an
   * answer that is too large is what somebody asked for.
   */
  private static boolean isOutage(Throwable failure) {
    return !(failure instanceof PermitExpiredException
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
