package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.clock.TwoClocks;
import io.anteroom.quota.Ledger;
import io.anteroom.quota.Permit;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * Makes one upstream call for one permit, and tells the ledger how the permit ended. It never
 * repeats a call. An answer of any status is an item; a failure is {@link UpstreamFailure}, or the
 * timeout's. Thread-safe.
 */
@Singleton
public class Upstream {

  private final AccountApis apis;
  private final AccountGuards guards;
  private final AnswerReader reader;
  private final Ledger ledger;
  private final TwoClocks clocks;

  /** Only stores its parts. */
  public Upstream(
      AccountApis apis,
      AccountGuards guards,
      AnswerReader reader,
      Ledger ledger,
      TwoClocks clocks) {
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
        .get(() -> invoke(api, mark, call).map(reader::read).map(Upstream::outage))
        .onFailure(ServerError.class)
        .recoverWithItem(ServerError::answer)
        .onFailure()
        .transform(failure -> new UpstreamFailure(mark.maybeSent(), failure))
        .onTermination()
        .call(() -> pay(permit, mark));
  }

  private static Uni<Response> invoke(MixpeekApi api, SendMark mark, UpstreamCall call) {
    if (call instanceof UpstreamCall.WithBody post) {
      return mark.breakOff(post.invocation().with(api, post.body(), mark.guard(post.body())));
    }
    mark.mark();
    return ((UpstreamCall.Plain) call).invocation().with(api);
  }

  /** The slot is paid for unless nothing can have been sent; a lost settlement frees itself. */
  private Uni<Void> pay(Permit permit, SendMark mark) {
    Uni<Void> paid = mark.maybeSent() ? ledger.settle(permit) : ledger.giveBack(permit);
    return paid.onFailure().recoverWithNull();
  }

  /** The circuit breaker sees failures only. */
  private static UpstreamAnswer outage(UpstreamAnswer answer) {
    if (answer.isServerError()) {
      throw new ServerError(answer);
    }
    return answer;
  }

  private static final class ServerError extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient UpstreamAnswer answer;

    ServerError(UpstreamAnswer answer) {
      super("HTTP " + answer.status(), null, false, false);
      this.answer = answer;
    }

    UpstreamAnswer answer() {
      return answer;
    }
  }
}
