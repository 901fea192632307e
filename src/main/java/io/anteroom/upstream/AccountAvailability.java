package io.anteroom.upstream;

import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.async.FailureLog;
import io.anteroom.async.Ticker;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.OperatorPauses;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Accounts that the upstream does not let in. After a 401 or 403 a cheap call tells whether it is
 * the request or the account; a closed account is probed again each minute, and its tasks stay
 * queued. Thread-safe.
 */
@Singleton
public class AccountAvailability {

  private static final SubjectLog LOG = SubjectLog.of(AccountAvailability.class);
  private static final Duration PROBE_AGAIN = Duration.ofMinutes(1);

  /**
   * The first wait where it was not the upstream itself that refused; it doubles up to a minute.
   */
  private static final Duration PROBE_SOON = Duration.ofSeconds(2);

  /**
   * A refusal.
   *
   * @param at when it was last heard, by {@link Ticker#nanos()}
   * @param pause after which time to ask again
   */
  private record Closed(long at, Duration pause) {}

  private static final Duration PERMIT_WAIT = Duration.ofSeconds(30);

  /** A task that cannot be there: 404 says that the account is let in. */
  private static final UpstreamCall PROBE =
      new UpstreamCall.Plain(api -> api.task("00000000-0000-0000-0000-000000000000"));

  private final RetryingCalls calls;
  private final OperatorPauses pauses;
  private final Ticker ticker;
  private final Map<String, Closed> closed = new ConcurrentHashMap<>();
  private final Map<String, Uni<Boolean>> probes = new ConcurrentHashMap<>();

  public AccountAvailability(RetryingCalls calls, OperatorPauses pauses, Ticker ticker) {
    this.calls = calls;
    this.pauses = pauses;
    this.ticker = ticker;
  }

  void register(@Observes StartupEvent event, AccountDirectory accounts, MeterRegistry metrics) {
    for (Account account : accounts.all()) {
      Tags tags = Tags.of("account", account.name());
      metrics.gauge("anteroom.account.refused", tags, this, a -> a.isClosed(account) ? 1 : 0);
      metrics.gauge("anteroom.account.paused", tags, this, a -> a.isPaused(account) ? 1 : 0);
    }
  }

  public boolean isClosed(Account account) {
    return closed.containsKey(account.name());
  }

  /** Whether an operator has paused this account, as far as this replica knows. */
  public boolean isPaused(Account account) {
    return pauses.wasPaused(account.name());
  }

  /**
   * Whether there is no use in trying a call. It only saves the trouble: what must not leave does
   * not get a permit.
   */
  public boolean isShut(Account account) {
    return isClosed(account) || isPaused(account);
  }

  /**
   * After how long it is worth asking about a call of this account again, where it is shut: nobody
   * knows when it opens. Empty where it is not shut.
   */
  public Optional<Duration> shutFor(String account) {
    return closed.containsKey(account) || pauses.wasPaused(account)
        ? Optional.of(PROBE_AGAIN)
        : Optional.empty();
  }

  /**
   * After how long the upstream is asked again where it refuses the key; empty where it does not.
   */
  public Optional<Duration> untilProbe(Account account) {
    return Optional.ofNullable(closed.get(account.name()))
        .map(refusal -> refusal.pause().minus(ticker.since(refusal.at())))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  public boolean isProbeDue(Account account) {
    Closed refusal = closed.get(account.name());
    return refusal != null
        && !isPaused(account)
        && ticker.since(refusal.at()).compareTo(refusal.pause()) > 0;
  }

  /**
   * Asks whether the account is surely let in, and opens or closes it by the answer. Whoever asks
   * while a probe is under way shares its answer.
   */
  public Uni<Boolean> probe(Account account) {
    return probes.computeIfAbsent(
        account.name(),
        name ->
            ask(account)
                .onTermination()
                .invoke(() -> probes.remove(name))
                .memoize()
                .indefinitely());
  }

  private Uni<Boolean> ask(Account account) {
    Uni<Boolean> open =
        calls
            .call(account, EndpointClass.DEFAULT, PERMIT_WAIT, PROBE)
            .map(answer -> decide(account, answer));
    return FailureLog.recover(LOG.plain(), "the probe of an account", open, false);
  }

  private boolean decide(Account account, UpstreamResponse answer) {
    if (answer.isUnauthorized()) {
      close(account, answer);
      return false;
    }
    if (!answer.isOwnError() && answer.task().isEmpty()) {
      return false; // not the upstream: whether it lets the account in is not known
    }
    if (closed.remove(account.name()) != null) {
      LOG.infof(
          LogFields.ofAccount(account.name()),
          "account %s: the upstream lets it in again",
          account.name());
    }
    return true;
  }

  private void close(Account account, UpstreamResponse answer) {
    Closed before = closed.put(account.name(), new Closed(ticker.nanos(), pause(account, answer)));
    if (before == null) {
      LOG.errorf(
          LogFields.ofAccount(account.name()),
          "account %s: the upstream refuses its key (%s)",
          account.name(),
          answer.words());
    }
  }

  private Duration pause(Account account, UpstreamResponse answer) {
    Closed before = closed.get(account.name());
    if (answer.isOwnError()) {
      return PROBE_AGAIN;
    }
    Duration longer = before == null ? PROBE_SOON : before.pause().multipliedBy(2);
    return longer.compareTo(PROBE_AGAIN) < 0 ? longer : PROBE_AGAIN;
  }
}
