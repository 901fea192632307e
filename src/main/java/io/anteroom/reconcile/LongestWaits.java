package io.anteroom.reconcile;

import io.anteroom.cluster.ClusterSettings;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.LongestHold;
import io.anteroom.task.PollTimes;
import io.anteroom.task.SubmitTimes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * How far ahead the times are at most that this installation writes for its tasks. What is further
 * ahead was written before the database's clock was set back. Immutable, thread-safe.
 */
@Singleton
public class LongestWaits {

  /** More than the longest pause of {@link InDoubtDecision}. */
  private static final Duration MIN_CHECK = Duration.ofMinutes(2);

  /** A clock may be set back by so little at any time. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private final ClusterSettings cluster;
  private final InDoubtSettings inDoubt;
  private final QuotaSettings quota;
  private final PollTimes poll;
  private final SubmitTimes submit;

  public LongestWaits(
      ClusterSettings cluster,
      InDoubtSettings inDoubt,
      QuotaSettings quota,
      PollTimes poll,
      SubmitTimes submit) {
    this.cluster = cluster;
    this.inDoubt = inDoubt;
    this.quota = quota;
    this.poll = poll;
    this.submit = submit;
  }

  /** Until a submit in doubt is checked, where the time is of Anteroom's choice. */
  Duration check() {
    return Stream.of(
            inDoubt.checkInterval(), inDoubt.respondedGrace(), cluster.lease(), poll.firstAfter())
        .map(wait -> wait.multipliedBy(2))
        .reduce(MIN_CHECK, LongestWaits::longer);
  }

  /** The same of one that the upstream did not process, and may have said when to come again. */
  Duration askedCheck() {
    return longer(check(), quota.maxBackoff().plus(TOLERANCE));
  }

  /** Until a queued task may be submitted, where it is held back. */
  Duration hold() {
    return LongestHold.of(submit).plus(TOLERANCE);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
