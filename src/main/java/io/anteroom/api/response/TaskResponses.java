package io.anteroom.api.response;

import io.anteroom.api.problem.Problems;
import io.anteroom.api.response.WaitLimits.Wait;
import io.anteroom.async.FailureLog;
import io.anteroom.async.log.LogFields;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.task.FailureReason;
import io.anteroom.task.Task;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskView;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** How a task is answered with. Thread-safe. */
@Singleton
public class TaskResponses {

  private static final SubjectLog LOG = SubjectLog.of(TaskResponses.class);
  private static final String ACCEPTED = "Task accepted";

  /** In seconds. */
  private static final int AFTER_A_FAILURE = 2;

  private final RetryAfterEstimate retryAfterEstimate;

  TaskResponses(RetryAfterEstimate retryAfterEstimate) {
    this.retryAfterEstimate = retryAfterEstimate;
  }

  /**
   * 200 with the ended task; 202 when the wait ran out first. A refusal of the upstream is a
   * problem with the upstream's own status, since the caller still waits.
   */
  Uni<Response> afterWait(Task task, Wait wait) {
    if (!task.hasEnded()) {
      return retryAfterEstimate.of(task).map(seconds -> pending(task, wait, seconds));
    }
    TaskFailure failure = task.failure();
    if (failure != null && failure.reason() == FailureReason.UPSTREAM_REFUSED) {
      throw Problems.refused(failure.upstreamStatus(), failure.message(), task.id);
    }
    return Uni.createFrom().item(with(wait, Response.ok(TaskView.of(task)), task).build());
  }

  /** 202 for a task that was accepted just now. */
  Uni<Response> accepted(Task task, Wait wait) {
    return retryAfterEstimate.ofNew(task).map(seconds -> pending(task, wait, seconds));
  }

  /** 200 in the upstream's own shape, {@code {"message","task_id"}} and more. */
  Response asUpstream(Task task, Wait wait) {
    String message = task.hasEnded() ? "Task ended: " + task.status : ACCEPTED;
    return with(wait, Response.ok(TaskView.of(task, message)), task)
        .location(location(task.id))
        .build();
  }

  /**
   * As it was accepted, since it cannot be read at the moment; a defect of ours with the same
   * effect is logged.
   */
  Response unread(Task accepted, Wait wait, int status, Throwable failure) {
    if (!FailureLog.log(LOG.plain(), "reading a task after its accept", failure)) {
      LOG.warnf(
          LogFields.ofTask(accepted.id),
          "task %s is accepted, and cannot be read now: %s",
          accepted.id,
          failure);
    }
    TaskView view = TaskView.of(accepted, ACCEPTED);
    return with(wait, Response.status(status).entity(view), accepted)
        .location(location(accepted.id))
        .header(HttpHeaders.RETRY_AFTER, AFTER_A_FAILURE)
        .build();
  }

  /** 202: not ended yet. */
  public Response pending(Task task, Wait wait, long retryAfterSeconds) {
    return with(wait, Response.accepted(TaskView.of(task)), task)
        .location(location(task.id))
        .header(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
        .build();
  }

  /** 200 with the task as it is. */
  public Response asItIs(Task task, Wait wait) {
    return with(wait, Response.ok(TaskView.of(task)), task).build();
  }

  /**
   * The same for who reads it. One that has not ended says when to read it again: after the wait
   * that it shows. Nothing more is read for that.
   */
  public Uni<Response> asItIs(Task task, TaskDetails details, Wait wait) {
    ResponseBuilder response = with(wait, Response.ok(details), task);
    return task.hasEnded()
        ? Uni.createFrom().item(response.build())
        : shownWait(details)
            .map(seconds -> Uni.createFrom().item(seconds))
            .orElseGet(() -> retryAfterEstimate.ofNew(task))
            .map(seconds -> response.header(HttpHeaders.RETRY_AFTER, seconds).build());
  }

  /** In whole seconds, at least 1; empty where nobody can say. */
  private Optional<Long> shownWait(TaskDetails details) {
    return Optional.ofNullable(details.waits())
        .map(WaitsView::estimateSeconds)
        .map(seconds -> Duration.ofMillis((long) (1000 * seconds)))
        .map(retryAfterEstimate::ofKnown);
  }

  /** 304: nothing changed. */
  public Response unchanged(Task task, Wait wait) {
    return with(wait, Response.notModified(), task).build();
  }

  /** Weak, since the same event may be shown with other words. */
  static EntityTag tag(Task task) {
    return tagOfEvent(task.eventNo);
  }

  /** The tag of a task whose newest event has this number. */
  public static EntityTag tagOfEvent(int event) {
    return new EntityTag(Integer.toString(event), true);
  }

  private static ResponseBuilder with(Wait wait, ResponseBuilder response, Task task) {
    return wait.addTo(response).tag(tag(task));
  }

  private static URI location(UUID task) {
    return URI.create("/tasks/" + task);
  }
}
