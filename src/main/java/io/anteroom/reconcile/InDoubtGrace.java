package io.anteroom.reconcile;

import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.RemainingTime;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.http.UpstreamSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** For how long a submit in doubt is searched for before it counts as absent. Thread-safe. */
@Singleton
public class InDoubtGrace implements RemainingTime {

  private final InDoubtSettings settings;
  private final Duration call;
  private final Clock clock;

  public InDoubtGrace(
      InDoubtSettings settings, UpstreamSettings upstream, QuotaSettings quota, Clock clock) {
    this.settings = settings;
    this.call = Duration.ofMillis(upstream.callTimeoutMs()).plus(quota.useBy());
    this.clock = clock;
  }

  /**
   * The grace, from the moment at which the doubt began.
   *
   * <p>A call without an answer may leave until its use-by, and be under way upstream until its
   * timeout; only then does the grace begin. A file that has left whole may take the upstream long
   * to store: uploads have a grace of their own. No part of one leaves once the lease of its
   * replica has ended, and the call is broken off when the timeout of any other call is over. Where
   * there was an answer, the work has ended, and only the list may lag.
   */
  Duration of(TaskKind kind, InDoubtReason inDoubtReason) {
    return switch (inDoubtReason) {
      case UNPROCESSED -> Duration.ZERO;
      case FAILED -> shorter(settings.respondedGrace(), unanswered(kind));
      case LOST -> unanswered(kind).plus(call);
    };
  }

  /**
   * The same where nothing is known to be upstream by which to tell what the list is worth: longer
   * where there was no answer.
   */
  Duration withoutControl(InDoubtTask doubted) {
    return doubted.doubt() == InDoubtReason.LOST
        ? unverified(doubted)
        : of(doubted.task().kind(), doubted.doubt());
  }

  /** The same where a call that was to tell what the list is worth had no answer. */
  Duration unverified(InDoubtTask doubted) {
    return unanswered(doubted.task().kind())
        .multipliedBy(settings.graceFactorWithoutControl())
        .plus(call);
  }

  @Override
  public Uni<Duration> remaining(Task task) {
    return Uni.createFrom().item(untilSettled(task));
  }

  /**
   * Until a task in doubt is settled at the latest, by this process's clock; zero where it is not.
   */
  public Duration untilSettled(Task task) {
    return task.phase == Phase.IN_DOUBT && task.inDoubtSince != null ? left(task) : Duration.ZERO;
  }

  private Duration left(Task task) {
    InDoubtReason inDoubtReason = task.doubt == null ? InDoubtReason.LOST : task.doubt;
    Instant end = task.inDoubtSince.plus(of(task.kind, inDoubtReason));
    boolean isPutOff = inDoubtReason == InDoubtReason.UNPROCESSED && task.nextCheckAt != null;
    Duration left = Duration.between(clock.instant(), isPutOff ? task.nextCheckAt : end);
    return left.isNegative() ? settings.checkInterval() : left;
  }

  private Duration unanswered(TaskKind kind) {
    return kind == TaskKind.UPLOAD ? settings.uploadGrace() : settings.grace();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
