package io.anteroom.engine;

import io.anteroom.task.Failure;
import io.anteroom.task.FailureReason;
import io.anteroom.task.Look;
import io.anteroom.task.Phase;
import io.anteroom.task.Running;
import io.anteroom.task.StatusMachine;
import io.anteroom.task.TaskStatus;
import io.anteroom.upstream.UpstreamTask;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Makes of what the upstream says of a task what the store is told. Immutable, thread-safe. */
@Singleton
public class LookReader {

  private static final Failure GONE =
      new Failure(FailureReason.GONE_UPSTREAM, 404, "the upstream no longer knows this task");

  private static final Failure CANCELLED = Failure.of(FailureReason.CANCELLED, null);

  private static final Duration CANCEL_AGAIN = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 10;
  private static final int LOOKS_IN_GRACE = 10;

  private final StatusMachine statuses;
  private final PollSchedule schedule;
  private final EngineSettings.Poll settings;

  /** Only stores its parts. */
  public LookReader(StatusMachine statuses, PollSchedule schedule, EngineSettings settings) {
    this.statuses = statuses;
    this.schedule = schedule;
    this.settings = settings.poll();
  }

  /** The task was seen. */
  Look seen(Running task, UpstreamTask upstream) {
    TaskStatus status = cancelled(task, statuses.next(task.status(), upstream.status()));
    boolean cancelling = task.phase() == Phase.CANCELLING;
    return new Look(
        task.id(),
        task.attempt(),
        status,
        upstream.status().isEmpty() ? null : upstream.status(),
        upstream.assetId(),
        failure(task, status, upstream),
        task.pollAlone(),
        task.age(),
        cancelling ? cancelAgain(task) : Duration.ZERO,
        cancelling ? cancelAgain(task) : schedule.next(task));
  }

  /** A cancel that the upstream does not confirm must not spend the quota of all others. */
  private Duration cancelAgain(Running task) {
    Duration doubled = CANCEL_AGAIN.multipliedBy(1L << Math.min(task.polls(), MOST_DOUBLINGS));
    return doubled.compareTo(settings.most()) < 0 ? doubled : settings.most();
  }

  /** The list did not show the task: a new one may lag, any other is looked at alone. */
  Look missing(Running task) {
    boolean mayLag = task.age().compareTo(settings.listLag()) < 0;
    Duration pause = mayLag ? settings.listLag().dividedBy(LOOKS_IN_GRACE) : Duration.ZERO;
    return nothing(task, task.status(), null, !mayLag, pause);
  }

  /** Whether a 404 can mean that the task is gone: one that is quite new may only lag. */
  boolean isOldEnoughToBeGone(Running task) {
    return task.age().compareTo(settings.goneGrace()) >= 0;
  }

  /** A 404 for a task that is quite new. */
  Look tooNewToBeGone(Running task) {
    return unknown(task, settings.goneGrace().dividedBy(LOOKS_IN_GRACE));
  }

  /** The upstream has neither the task nor an asset of it: it ends. */
  Look gone(Running task) {
    return task.phase() == Phase.CANCELLING
        ? nothing(task, TaskStatus.CANCELLED, CANCELLED, task.pollAlone(), Duration.ZERO)
        : nothing(task, TaskStatus.FAILED, GONE, task.pollAlone(), Duration.ZERO);
  }

  /** Nothing was learned: it is left alone for that long. */
  Look unknown(Running task, Duration pause) {
    return nothing(task, task.status(), null, task.pollAlone(), pause);
  }

  /** It must be looked at alone from now on. */
  Look alone(Running task) {
    return nothing(task, task.status(), null, true, Duration.ZERO);
  }

  private static Look nothing(
      Running task, TaskStatus status, Failure failure, boolean alone, Duration pause) {
    return new Look(
        task.id(), task.attempt(), status, null, null, failure, alone, null, pause, pause);
  }

  /** A task that failed while it was being cancelled was cancelled. */
  private static TaskStatus cancelled(Running task, TaskStatus status) {
    return task.phase() == Phase.CANCELLING && status == TaskStatus.FAILED
        ? TaskStatus.CANCELLED
        : status;
  }

  /** What a cancelled task says of itself counts only where nobody here had it cancelled. */
  private static Failure failure(Running task, TaskStatus status, UpstreamTask upstream) {
    return switch (status) {
      case FAILED -> Failure.of(FailureReason.UPSTREAM_FAILED, reason(upstream));
      case CANCELLED ->
          task.phase() == Phase.CANCELLING
              ? CANCELLED
              : Failure.of(FailureReason.CANCELLED, upstream.error());
      default -> null;
    };
  }

  private static String reason(UpstreamTask upstream) {
    return upstream.error() == null
        ? "the upstream ended it with " + upstream.status() + " and gave no reason"
        : upstream.error();
  }
}
