package io.anteroom.upstream.json;

import io.anteroom.account.Account;
import io.anteroom.async.Ticker;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says in the log that answers of the upstream cannot be read: one line a minute for each account,
 * however many there are. Thread-safe.
 */
@Singleton
public class UnreadableResponseLog {

  private static final SubjectLog LOG = SubjectLog.of(UnreadableResponseLog.class);
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  /** When a line was written, and how many answers none was written for since. */
  private record Told(long at, long since) {}

  private final Ticker ticker;
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  public UnreadableResponseLog(Ticker ticker) {
    this.ticker = ticker;
  }

  public void note(Account account, UpstreamResponse answer) {
    if (answer.isUnreadable()) {
      told.compute(account.name(), (name, last) -> tell(name, last, answer));
    }
  }

  private Told tell(String account, Told last, UpstreamResponse answer) {
    long now = ticker.nanos();
    if (last != null && now - last.at() < PAUSE_NANOS) {
      return new Told(last.at(), last.since() + 1);
    }
    LOG.warnf(
        LogFields.ofAccount(account),
        "account %s: %s; it counts as an outage (%d more since the last such line)",
        account,
        answer.words(),
        last == null ? 0 : last.since());
    return new Told(now, 0);
  }
}
