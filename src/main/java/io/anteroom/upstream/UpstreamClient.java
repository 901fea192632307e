package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.async.FailureLog;
import io.anteroom.async.SuspendAwareClock;
import io.anteroom.quota.Permit;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.quota.RateLimitBackoff;
import io.anteroom.upstream.http.MixpeekApi;
import io.anteroom.upstream.http.MixpeekClients;
import io.anteroom.upstream.http.SendDeadline;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.http.UpstreamCallException;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.ResponseReader;
import io.anteroom.upstream.json.UnreadableResponseLog;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.jboss.logging.Logger;

/**
 * Makes one upstream call for one permit, and tells the ledger how the permit ended. It never
 * repeats a call. An answer of any status, also one that cannot be read, is an item; a failure is
 * {@link UpstreamCallException}, or the timeout's. Thread-safe.
 */
@Singleton
public class UpstreamClient {

  private static final Logger LOG = Logger.getLogger(UpstreamClient.class);
  private static final int UNAVAILABLE = 503;

  private final MixpeekClients apis;
  private final AccountCircuitBreakers guards;
  private final ResponseReader reader;
  private final UnreadableResponseLog unreadable;
  private final QuotaLedger quotaLedger;
  private final RateLimitBackoff rateLimitBackoff;
  private final UpstreamMetrics metrics;
  private final SuspendAwareClock clocks;

  public UpstreamClient(
      MixpeekClients apis,
      AccountCircuitBreakers guards,
      ResponseReader reader,
      UnreadableResponseLog unreadable,
      QuotaLedger quotaLedger,
      RateLimitBackoff rateLimitBackoff,
      UpstreamMetrics metrics,
      SuspendAwareClock clocks) {
    this.unreadable = unreadable;
    this.rateLimitBackoff = rateLimitBackoff;
    this.metrics = metrics;
    this.clocks = clocks;
    this.apis = apis;
    this.guards = guards;
    this.reader = reader;
    this.quotaLedger = quotaLedger;
  }

  /** Sends a call whose hard timeout is {@link UpstreamSettings#callTimeoutMs()}. */
  @Timeout(value = 15, unit = ChronoUnit.SECONDS)
  public Uni<UpstreamResponse> send(Account account, Permit permit, UpstreamCall call) {
    return once(account, apis.of(account), permit, call);
  }

  /**
   * The same for a poll, whose answer does not wait until the ledger has the end of the permit: an
   * end that it shows is known sooner. {@link QuotaLedger#isSettling()} tells when it has.
   */
  @Timeout(value = 15, unit = ChronoUnit.SECONDS)
  public Uni<UpstreamResponse> poll(Account account, Permit permit, UpstreamCall call) {
    SendDeadline mark = new SendDeadline(permit, clocks);
    return unpaid(account, apis.of(account), permit, call, mark)
        .onTermination()
        .invoke(() -> pay(permit, mark).subscribe().with(paid -> {}));
  }

  /** Sends a call whose hard timeout is {@link UpstreamSettings#uploadTimeoutMs()}. */
  @Timeout(value = 30, unit = ChronoUnit.MINUTES)
  public Uni<UpstreamResponse> sendFile(Account account, Permit permit, UpstreamCall call) {
    return once(account, apis.forFilesOf(account), permit, call);
  }

  private Uni<UpstreamResponse> once(
      Account account, MixpeekApi api, Permit permit, UpstreamCall call) {
    SendDeadline mark = new SendDeadline(permit, clocks);
    return unpaid(account, api, permit, call, mark).onTermination().call(() -> pay(permit, mark));
  }

  private Uni<UpstreamResponse> unpaid(
      Account account, MixpeekApi api, Permit permit, UpstreamCall call, SendDeadline mark) {
    Uni<UpstreamResponse> guarded =
        guards
            .guard(
                account,
                permit.endpointClass(),
                call,
                () ->
                    invoke(api, mark, call)
                        .map(response -> reader.read(response, call))
                        .invoke(answer -> unreadable.note(account, answer))
                        .map(UpstreamClient::outage))
            .onFailure(OutageException.class)
            .recoverWithItem(OutageException::answer);
    return metrics
        .timed(permit, mark, guarded)
        .call(answer -> stayAway(permit, answer))
        .onFailure()
        .transform(failure -> new UpstreamCallException(mark.maybeSent(), failure));
  }

  private static Uni<Response> invoke(MixpeekApi api, SendDeadline mark, UpstreamCall call) {
    if (call instanceof UpstreamCall.Followed followed) {
      return invoke(api, mark, followed.call());
    }
    if (call instanceof UpstreamCall.OfClient waited) {
      return invoke(api, mark, waited.call());
    }
    if (call instanceof UpstreamCall.WithBody post) {
      return mark.breakOff(post.invocation().with(api, post.body(), mark.guard(post.body())));
    }
    mark.mark();
    return ((UpstreamCall.Plain) call).invocation().with(api);
  }

  /** Whoever has the next permit of this class would be refused too; a 429 is read elsewhere. */
  private Uni<Void> stayAway(Permit permit, UpstreamResponse answer) {
    if (answer.status() != UNAVAILABLE || answer.retryAfter().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return rateLimitBackoff
        .stayAway(permit.account(), permit.endpointClass(), answer.retryAfter().get())
        .onFailure()
        .invoke(failure -> LOG.warnf("a pause could not be stored: %s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  /** The slot is paid for unless nothing can have been sent; a lost settlement frees itself. */
  private Uni<Void> pay(Permit permit, SendDeadline mark) {
    Uni<Void> paid = mark.maybeSent() ? quotaLedger.settle(permit) : quotaLedger.giveBack(permit);
    return FailureLog.recover(LOG, "the settlement of a permit", paid, null);
  }

  /** The circuit breaker sees failures only. */
  private static UpstreamResponse outage(UpstreamResponse answer) {
    if (answer.isServerError() || answer.isUnreadable()) {
      throw new OutageException(answer);
    }
    return answer;
  }

  private static final class OutageException extends RuntimeException {
    private final transient UpstreamResponse answer;

    OutageException(UpstreamResponse answer) {
      super("HTTP " + answer.status(), null, false, false);
      this.answer = answer;
    }

    UpstreamResponse answer() {
      return answer;
    }
  }
}
