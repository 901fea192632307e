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

  /**
   * One that has stopped a call.
   *
   * @param ofClients whether it is of the calls that clients wait for, not of the engine's
   * @param again after which time it surely lets a call through
   */
  public record Open(
      String account, EndpointClass endpointClass, boolean ofClients, Duration again) {}

  private final Map<BreakerKind, TypedGuard<Uni<UpstreamResponse>>> breakers =
      new ConcurrentHashMap<>();
  private final Map<String, TypedGuard<Uni<UpstreamResponse>>> rateGuards = new HashMap<>();
  private final Map<BreakerKind, Long> openSince = new ConcurrentHashMap<>();

  /**
   * When a trial was asked for: the next call that its circuit breaker stops is one. What is open
   * but has stopped no call yet is not known here, so it may be of one that is closed.
   */
  private final Map<BreakerKind, Long> trials = new ConcurrentHashMap<>();

  private final UpstreamSettings settings;
  private final Duration delay;
  private final Ticker ticker;

  public AccountCircuitBreakers(
      AccountDirectory accounts,
      UpstreamSettings settings,
      QuotaSettings quota,
      PlanLimits plans,
      Ticker ticker) {
    this.settings = settings;
    this.delay = settings.breakerDelay();
    this.ticker = ticker;
    for (Account account : accounts.all()) {
      OptionalInt ceiling = ceiling(account, plans);
      if (quota.enabled() && ceiling.isPresent()) {
        rateGuards.put(account.name(), rateGuard(account, ceiling.getAsInt(), quota.window()));
      }
      for (EndpointClass endpointClass : EndpointClass.values()) {
        close(new BreakerKind(account.name(), endpointClass, false));
        close(new BreakerKind(account.name(), endpointClass, true));
      }
    }
  }

  /** Those that are open, as far as a call has shown. */
  public List<Open> open() {
    List<Open> open = new ArrayList<>();
    openSince.forEach(
        (kind, at) -> {
          Duration again = again(at);
          if (isAhead(again)) {
            open.add(new Open(kind.account(), kind.endpointClass(), kind.isOfClient(), again));
          }
        });
    return open;
  }

  /**
   * Lets one call through where such a circuit breaker is open, as a trial. Its success closes it;
   * where it shows an outage, the circuit breaker stays open for its time. Nothing comes of it
   * where none is open for as long as one stays so.
   */
  public void tryNow(String account, EndpointClass endpointClass) {
    for (boolean isOfClient : new boolean[] {false, true}) {
      askForTrial(new BreakerKind(account, endpointClass, isOfClient));
    }
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
    BreakerKind kind = new BreakerKind(account.name(), endpointClass, call.isOfClient());
    TypedGuard<Uni<UpstreamResponse>> rate = rateGuards.get(account.name());
    Supplier<Uni<UpstreamResponse>> limited = rate == null ? send : () -> rate.get(send);
    TypedGuard<Uni<UpstreamResponse>> breaker = breakers.get(kind);
    return breaker
        .get(limited)
        .onFailure(CircuitBreakerOpenException.class)
        .recoverWithUni(
            () ->
                isTrial(kind)
                    ? attempt(kind, limited)
                    : Uni.createFrom().failure(stopped(kind, breaker)));
  }

  private void askForTrial(BreakerKind kind) {
    trials.put(kind, ticker.nanos());
  }

  private boolean isTrial(BreakerKind kind) {
    Long asked = trials.remove(kind);
    return asked != null && isAhead(again(asked));
  }

  /** A call that tells nothing of the upstream leaves the trial to the next one. */
  private Uni<UpstreamResponse> attempt(BreakerKind kind, Supplier<Uni<UpstreamResponse>> send) {
    return Uni.createFrom()
        .deferred(send::get)
        .onItem()
        .invoke(() -> close(kind))
        .onFailure(failure -> !isOutage(failure))
        .invoke(() -> askForTrial(kind))
        .onCancellation()
        .invoke(() -> askForTrial(kind));
  }

  private Duration again(long since) {
    return delay.minus(ticker.since(since));
  }

  private static boolean isAhead(Duration left) {
    return !left.isNegative() && !left.isZero();
  }

  /** A new one takes its place: calls that are under way count for the one that they left with. */
  private void close(BreakerKind kind) {
    TypedGuard<Uni<UpstreamResponse>> fresh = breaker(kind);
    breakers.compute(
        kind,
        (same, before) -> {
          openSince.remove(kind);
          return fresh;
        });
  }

  private TypedGuard<Uni<UpstreamResponse>> breaker(BreakerKind kind) {
    return TypedGuard.create(new TypeLiteral<Uni<UpstreamResponse>>() {})
        .withDescription("upstream " + kind)
        .withCircuitBreaker()
        .requestVolumeThreshold(settings.breakerVolume())
        .failureRatio(FAILURE_RATIO)
        .delay(settings.breakerDelay().toMillis(), ChronoUnit.MILLIS)
        .when(AccountCircuitBreakers::isOutage)
        .done()
        .build();
  }

  /**
   * That one is open is noted by the first call that it stops: a listener would cost every call. So
   * it is open for no longer than said. The check and the note are one step: one that was replaced
   * in between would be listed as open.
   */
  private CircuitOpenException stopped(
      BreakerKind kind, TypedGuard<Uni<UpstreamResponse>> breaker) {
    long now = ticker.nanos();
    breakers.computeIfPresent(
        kind,
        (same, current) -> {
          if (current == breaker) {
            noteOpen(kind, now);
          }
          return current;
        });
    return new CircuitOpenException(kind.toString(), delay);
  }

  private void noteOpen(BreakerKind kind, long now) {
    openSince.merge(
        kind, now, (before, latest) -> latest - before < delay.toNanos() ? before : latest);
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
