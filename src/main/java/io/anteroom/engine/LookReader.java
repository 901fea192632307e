package io.anteroom.engine;

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

  private static final String GONE = "the upstream no longer knows this task";

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
    TaskStatus status = statuses.next(task.status(), upstream.status());
    String word = upstream.status().isEmpty() ? null : upstream.status();
    String error = status == TaskStatus.FAILED ? reason(upstream) : null;
    return look(
        task, cancelled(task, status), word, upstream.assetId(), error, schedule.next(task));
  }

  /** The list did not show the task: a new one may lag, any other is looked at alone. */
  Look missing(Running task) {
    boolean mayLag = task.age().compareTo(settings.listLag()) < 0;
    return new Look(
        task.id(),
        task.attempt(),
        task.status(),
        null,
        null,
        null,
        !mayLag,
        mayLag ? schedule.next(task) : Duration.ZERO);
  }

  /** Whether a 404 can mean that the task is gone: one that is quite new may only lag. */
  boolean isOldEnoughToBeGone(Running task) {
    return task.age().compareTo(settings.goneGrace()) >= 0;
  }

  /** A 404 for a task that is quite new. */
  Look tooNewToBeGone(Running task) {
    return unknown(task, schedule.next(task));
  }

  /** The upstream has neither the task nor an asset of it: it ends. */
  Look gone(Running task) {
    return task.phase() == Phase.CANCELLING
        ? look(task, TaskStatus.CANCELLED, null, null, null, Duration.ZERO)
        : look(task, TaskStatus.FAILED, null, null, GONE, Duration.ZERO);
  }

  /** Nothing was learned. */
  Look unknown(Running task, Duration nextLook) {
    return look(task, task.status(), null, null, null, nextLook);
  }

  /** It must be looked at alone from now on. */
  Look alone(Running task) {
    return new Look(
        task.id(), task.attempt(), task.status(), null, null, null, true, Duration.ZERO);
  }

  private static Look look(
      Running task,
      TaskStatus status,
      String word,
      String assetId,
      String error,
      Duration nextLook) {
    return new Look(
        task.id(), task.attempt(), status, word, assetId, error, task.pollAlone(), nextLook);
  }

  /** A task that failed while it was being cancelled was cancelled. */
  private static TaskStatus cancelled(Running task, TaskStatus status) {
    return task.phase() == Phase.CANCELLING && status == TaskStatus.FAILED
        ? TaskStatus.CANCELLED
        : status;
  }

  private static String reason(UpstreamTask upstream) {
    return upstream.error() == null
        ? "the upstream ended it with " + upstream.status() + " and gave no reason"
        : upstream.error();
  }
}
