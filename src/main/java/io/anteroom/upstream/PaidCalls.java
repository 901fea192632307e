package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.loop.UnexpectedFailure;
import io.anteroom.quota.Ask;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.GivenUp;
import io.anteroom.quota.Patience;
import io.anteroom.quota.Pauses;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitDesk;
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
public class PaidCalls {

  private static final Logger LOG = Logger.getLogger(PaidCalls.class);

  private final PermitDesk permits;
  private final Pauses pauses;
  private final Upstream upstream;
  private final Duration timeout;
  private final Duration fileTimeout;

  /** Only stores its parts. */
  public PaidCalls(
      PermitDesk permits, Pauses pauses, Upstream upstream, UpstreamSettings settings) {
    this.permits = permits;
    this.pauses = pauses;
    this.upstream = upstream;
    this.timeout = Duration.ofMillis(settings.callTimeoutMs());
    this.fileTimeout = Duration.ofMillis(settings.uploadTimeoutMs());
  }

  /**
   * Makes a call of the engine, again where the upstream is at fault.
   *
   * @param maxWait how long each attempt may wait for its permit
   * @return an answer of any status below 500 but 429 that can be read; else the failure {@link
   *     TryAgain}, {@link UpstreamFailure} or {@link io.anteroom.quota.NoPermitInTime}
   */
  @Retry(maxRetries = 2, delay = 0, jitter = 0, maxDuration = 60_000)
  @RetryWhen(exception = WorthAnother.class)
  @CustomBackoff(HonouredBackoff.class)
  public Uni<UpstreamAnswer> call(
      Account account, EndpointClass endpointClass, Duration maxWait, UpstreamCall call) {
    Ask ask = ask(account, endpointClass, timeout);
    return permits
        .await(ask, Patience.ofEngine(maxWait))
        .chain(permit -> upstream.send(account, permit, call).chain(a -> judge(permit, a)));
  }

  /**
   * The same for somebody who waits.
   *
   * @param patience how long all attempts together may wait for permits; once its caller is gone no
   *     attempt is made, and the failure is {@link GivenUp}
   */
  @Retry(maxRetries = 2, delay = 0, jitter = 0, maxDuration = 60_000)
  @RetryWhen(exception = WorthAnother.class)
  @CustomBackoff(HonouredBackoff.class)
  public Uni<UpstreamAnswer> callFor(
      Patience patience, Account account, EndpointClass endpointClass, UpstreamCall call) {
    Ask ask = ask(account, endpointClass, timeout);
    return permit(ask, patience)
        .chain(permit -> upstream.send(account, permit, call).chain(a -> judge(permit, a)));
  }

  /** The same with a file, which may take as long as an upload. */
  @Retry(maxRetries = 2, delay = 0, jitter = 0, maxDuration = 60_000)
  @RetryWhen(exception = WorthAnother.class)
  @CustomBackoff(HonouredBackoff.class)
  public Uni<UpstreamAnswer> callWithFileFor(
      Patience patience, Account account, EndpointClass endpointClass, UpstreamCall call) {
    Ask ask = ask(account, endpointClass, fileTimeout);
    return permit(ask, patience)
        .chain(permit -> upstream.sendFile(account, permit, call).chain(a -> judge(permit, a)));
  }

  /** The caller may be gone by the time that its permit is here. */
  private Uni<Permit> permit(Ask ask, Patience patience) {
    return permits
        .await(ask, patience)
        .chain(permit -> patience.isGivenUp() ? back(permit) : Uni.createFrom().item(permit));
  }

  private Uni<Permit> back(Permit permit) {
    return permits
        .giveBack(permit)
        .onFailure()
        .invoke(failure -> UnexpectedFailure.log(LOG, "giving a permit back", failure))
        .onFailure()
        .recoverWithNull()
        .chain(() -> Uni.createFrom().failure(new GivenUp()));
  }

  private static Ask ask(Account account, EndpointClass endpointClass, Duration callTimeout) {
    return new Ask(account.name(), endpointClass, 1, 0, callTimeout);
  }

  private Uni<UpstreamAnswer> judge(Permit permit, UpstreamAnswer answer) {
    if (answer.isRateLimited()) {
      return pauses
          .pause(permit.account(), permit.endpointClass(), answer.retryAfter())
          .chain(() -> Uni.createFrom().failure(new TryAgain(answer)));
    }
    return answer.isServerError() || answer.isUnreadable()
        ? Uni.createFrom().failure(new TryAgain(answer))
        : Uni.createFrom().item(answer);
  }
}
