package io.anteroom.poll;

import io.anteroom.async.Backoff;
import io.anteroom.async.Ticker;
import io.anteroom.task.RunningTask;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a task is left alone after a poll that did not say where it stands, for each reason.
 * Thread-safe.
 */
final class PollBackoffs {

  private static final Duration FIRST_AFTER_CANCEL = Duration.ofSeconds(2);

  /** The polls that the time of {@code gone-grace} and {@code list-lag} is spread over. */
  static final int POLLS_IN_GRACE = 10;

  /** Within this time of a status the upstream of an account counts as available. */
  private static final Duration AVAILABLE = Duration.ofMinutes(1);

  private final Duration first;
  private final Duration maxInterval;
  private final PollBackoff outage;
  private final PollBackoff unknownStatus;
  private final PollBackoff notFound;
  private final Backoff cancel;
  private final Ticker ticker;
  private final Map<String, Long> lastStatusAt = new ConcurrentHashMap<>();

  /**
   * @param goneGrace how long the upstream must not know a task before it ends
   * @param minPolls no fewer polls than these end such a task
   */
  PollBackoffs(PollSettings settings, Duration goneGrace, int minPolls, Ticker ticker) {
    this.first = settings.firstBackoff();
    this.maxInterval = settings.maxInterval();
    this.outage = new PollBackoff(first, maxInterval);
    this.unknownStatus = new PollBackoff(first, settings.maxBackoff());
    this.notFound =
        new PollBackoff(
            shorter(goneGrace.dividedBy(POLLS_IN_GRACE), first), goneGrace.dividedBy(minPolls));
    this.cancel = new Backoff(FIRST_AFTER_CANCEL, maxInterval);
    this.ticker = ticker;
  }

  /** The wait after a poll that the upstream did not take. */
  Duration afterNoCall() {
    return first;
  }

  /** A poll of this account told a status. */
  void statusRead(String account) {
    lastStatusAt.put(account, ticker.nanos());
  }

  Duration afterUnknownStatus(RunningTask task) {
    return unknownStatus.after(task);
  }

  Duration afterNotFound(RunningTask task) {
    return notFound.after(task);
  }

  /** Where the upstream tells of other tasks but not of this one, that is no outage. */
  Duration afterNoResponse(RunningTask task) {
    boolean isLong = task.history().unansweredFor().compareTo(maxInterval) > 0;
    return isLong && isAvailable(task.account()) ? unknownStatus.after(task) : outage.after(task);
  }

  /** The same of a page: its tasks stay together, and none of them is at fault. */
  Duration afterNoResponse(List<RunningTask> page) {
    return page.stream()
        .max(Comparator.comparing(task -> task.history().unansweredFor()))
        .map(outage::after)
        .orElse(first);
  }

  /** A cancel that the upstream does not confirm must not spend the quota of all others. */
  Duration afterCancel(RunningTask task) {
    return cancel.after(task.polls());
  }

  private boolean isAvailable(String account) {
    Long told = lastStatusAt.get(account);
    return told != null && ticker.since(told).compareTo(AVAILABLE) < 0;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
