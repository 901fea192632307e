package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.async.FailureLog;
import io.anteroom.quota.CallDeadline;
import io.anteroom.quota.CallerGoneException;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitQueues;
import io.anteroom.quota.PermitRequest;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.RateLimitBackoff;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.http.UpstreamCallException;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.faulttolerance.api.CustomBackoff;
import io.smallrye.faulttolerance.api.RetryWhen;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.jboss.logging.Logger;

/**
 * Calls that are safe to repeat: reads, searches, cancels. Each attempt first pays for a permit of
 * its own and then calls, so that every retry is paid. A submit never goes this way: only the
 * engine repeats it. Thread-safe.
 */
@Singleton
public class RetryingCalls {

  private static final Logger LOG = Logger.getLogger(RetryingCalls.class);

  private final PermitQueues permits;
  private final QuotaLedger quotaLedger;
  private final RateLimitBackoff rateLimitBackoff;
  private final UpstreamClient upstreamClient;
  private final Duration timeout;
  private final Duration fileTimeout;

  public RetryingCalls(
      PermitQueues permits,
      QuotaLedger quotaLedger,
      RateLimitBackoff rateLimitBackoff,
      UpstreamClient upstreamClient,
      UpstreamSettings settings) {
    this.permits = permits;
    this.quotaLedger = quotaLedger;
    this.rateLimitBackoff = rateLimitBackoff;
    this.upstreamClient = upstreamClient;
    this.timeout = Duration.ofMillis(settings.callTimeoutMs());
    this.fileTimeout = Duration.ofMillis(settings.uploadTimeoutMs());
  }

  /**
   * Makes a call of the engine, again where the upstream is at fault.
   *
   * @param maxWait how long each attempt may wait for its permit
   * @return an answer of any status below 500 but 429 that can be read; else the failure {@link
   *     RetryLaterException}, {@link UpstreamCallException} or {@link
   *     io.anteroom.quota.NoPermitInTimeException}
   */
  @Retry(maxRetries = 2, delay = 0, jitter = 0, maxDuration = 60_000)
  @RetryWhen(exception = RetryableFailures.class)
  @CustomBackoff(RetryAfterBackoff.class)
  public Uni<UpstreamResponse> call(
      Account account, EndpointClass endpointClass, Duration maxWait, UpstreamCall call) {
    PermitRequest ask = ask(account, endpointClass, timeout);
    return permits
        .await(ask, CallDeadline.ofEngine(maxWait))
        .chain(permit -> upstreamClient.send(account, permit, call).chain(a -> judge(permit, a)));
  }

  /**
   * The same for somebody who waits.
   *
   * @param callDeadline how long all attempts together may wait for permits; once its caller is
   *     gone no attempt is made, and the failure is {@link CallerGoneException}
   */
  @Retry(maxRetries = 2, delay = 0, jitter = 0, maxDuration = 60_000)
  @RetryWhen(exception = RetryableFailures.class)
  @CustomBackoff(RetryAfterBackoff.class)
  public Uni<UpstreamResponse> callFor(
      CallDeadline callDeadline, Account account, EndpointClass endpointClass, UpstreamCall call) {
    PermitRequest ask = ask(account, endpointClass, timeout);
    return permit(ask, callDeadline)
        .chain(
            permit ->
                upstreamClient
                    .send(account, permit, new UpstreamCall.OfClient(call))
                    .chain(a -> judge(permit, a)));
  }

  /** The same with a file, which may take as long as an upload. */
  @Retry(maxRetries = 2, delay = 0, jitter = 0, maxDuration = 60_000)
  @RetryWhen(exception = RetryableFailures.class)
  @CustomBackoff(RetryAfterBackoff.class)
  public Uni<UpstreamResponse> callWithFileFor(
      CallDeadline callDeadline, Account account, EndpointClass endpointClass, UpstreamCall call) {
    PermitRequest ask = ask(account, endpointClass, fileTimeout);
    return permit(ask, callDeadline)
        .chain(
            permit ->
                upstreamClient
                    .sendFile(account, permit, new UpstreamCall.OfClient(call))
                    .chain(a -> judge(permit, a)));
  }

  /** The caller may be gone by the time that its permit is here. */
  private Uni<Permit> permit(PermitRequest ask, CallDeadline callDeadline) {
    return permits
        .await(ask, callDeadline)
        .chain(permit -> callDeadline.isGivenUp() ? back(permit) : Uni.createFrom().item(permit));
  }

  private Uni<Permit> back(Permit permit) {
    return FailureLog.recover(LOG, "giving a permit back", permits.giveBack(permit), null)
        .chain(() -> Uni.createFrom().failure(new CallerGoneException()));
  }

  private static PermitRequest ask(
      Account account, EndpointClass endpointClass, Duration callTimeout) {
    return new PermitRequest(account.name(), endpointClass, 1, 0, callTimeout);
  }

  private Uni<UpstreamResponse> judge(Permit permit, UpstreamResponse answer) {
    if (answer.isRateLimited()) {
      return rateLimitBackoff
          .pause(permit.account(), permit.endpointClass(), answer.retryAfter())
          .chain(() -> quotaLedger.nextPermit(permit.account(), permit.endpointClass(), 0))
          .chain(next -> Uni.createFrom().failure(new RetryLaterException(answer, next)));
    }
    return answer.isServerError() || answer.isUnreadable()
        ? Uni.createFrom().failure(new RetryLaterException(answer))
        : Uni.createFrom().item(answer);
  }
}
