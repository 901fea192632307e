package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.clock.TwoClocks;
import io.anteroom.loop.UnexpectedFailure;
import io.anteroom.quota.Ledger;
import io.anteroom.quota.Pauses;
import io.anteroom.quota.Permit;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.jboss.logging.Logger;

/**
 * Makes one upstream call for one permit, and tells the ledger how the permit ended. It never
 * repeats a call. An answer of any status, also one that cannot be read, is an item; a failure is
 * {@link UpstreamFailure}, or the timeout's. Thread-safe.
 */
@Singleton
public class Upstream {

  private static final Logger LOG = Logger.getLogger(Upstream.class);
  private static final int UNAVAILABLE = 503;

  private final AccountApis apis;
  private final AccountGuards guards;
  private final AnswerReader reader;
  private final UnreadableAnswers unreadable;
  private final Ledger ledger;
  private final Pauses pauses;
  private final TwoClocks clocks;

  /** Only stores its parts. */
  public Upstream(
      AccountApis apis,
      AccountGuards guards,
      AnswerReader reader,
      UnreadableAnswers unreadable,
      Ledger ledger,
      Pauses pauses,
      TwoClocks clocks) {
    this.unreadable = unreadable;
    this.pauses = pauses;
    this.clocks = clocks;
    this.apis = apis;
    this.guards = guards;
    this.reader = reader;
    this.ledger = ledger;
  }

  /** Sends a call whose hard timeout is {@link UpstreamSettings#callTimeoutMs()}. */
  @Timeout(value = 15, unit = ChronoUnit.SECONDS)
  public Uni<UpstreamAnswer> send(Account account, Permit permit, UpstreamCall call) {
    return once(account, apis.of(account), permit, call);
  }

  /** Sends a call whose hard timeout is {@link UpstreamSettings#uploadTimeoutMs()}. */
  @Timeout(value = 30, unit = ChronoUnit.MINUTES)
  public Uni<UpstreamAnswer> sendFile(Account account, Permit permit, UpstreamCall call) {
    return once(account, apis.forFilesOf(account), permit, call);
  }

  private Uni<UpstreamAnswer> once(
      Account account, MixpeekApi api, Permit permit, UpstreamCall call) {
    SendMark mark = new SendMark(permit, clocks);
    return guards
        .of(account)
        .get(
            () ->
                invoke(api, mark, call)
                    .map(response -> reader.read(response, call))
                    .invoke(answer -> unreadable.note(account, answer))
                    .map(Upstream::outage))
        .onFailure(Outage.class)
        .recoverWithItem(Outage::answer)
        .call(answer -> stayAway(permit, answer))
        .onFailure()
        .transform(failure -> new UpstreamFailure(mark.maybeSent(), failure))
        .onTermination()
        .call(() -> pay(permit, mark));
  }

  private static Uni<Response> invoke(MixpeekApi api, SendMark mark, UpstreamCall call) {
    if (call instanceof UpstreamCall.Followed followed) {
      return invoke(api, mark, followed.call());
    }
    if (call instanceof UpstreamCall.WithBody post) {
      return mark.breakOff(post.invocation().with(api, post.body(), mark.guard(post.body())));
    }
    mark.mark();
    return ((UpstreamCall.Plain) call).invocation().with(api);
  }

  /** Whoever has the next permit of this class would be refused too; a 429 is read elsewhere. */
  private Uni<Void> stayAway(Permit permit, UpstreamAnswer answer) {
    if (answer.status() != UNAVAILABLE || answer.retryAfter().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return pauses
        .stayAway(permit.account(), permit.endpointClass(), answer.retryAfter().get())
        .onFailure()
        .invoke(failure -> LOG.warnf("a pause could not be stored: %s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  /** The slot is paid for unless nothing can have been sent; a lost settlement frees itself. */
  private Uni<Void> pay(Permit permit, SendMark mark) {
    Uni<Void> paid = mark.maybeSent() ? ledger.settle(permit) : ledger.giveBack(permit);
    return paid.onFailure()
        .invoke(failure -> UnexpectedFailure.log(LOG, "the settlement of a permit", failure))
        .onFailure()
        .recoverWithNull();
  }

  /** The circuit breaker sees failures only. */
  private static UpstreamAnswer outage(UpstreamAnswer answer) {
    if (answer.isServerError() || answer.isUnreadable()) {
      throw new Outage(answer);
    }
    return answer;
  }

  private static final class Outage extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient UpstreamAnswer answer;

    Outage(UpstreamAnswer answer) {
      super("HTTP " + answer.status(), null, false, false);
      this.answer = answer;
    }

    UpstreamAnswer answer() {
      return answer;
    }
  }
}
