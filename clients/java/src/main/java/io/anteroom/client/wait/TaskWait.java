package io.anteroom.client.wait;

import io.anteroom.client.failure.NoResponseException;
import io.anteroom.client.failure.TaskFailedException;
import io.anteroom.client.failure.TaskTimeoutException;
import io.anteroom.client.http.Request;
import io.anteroom.client.http.Response;
import io.anteroom.client.repeat.Cancelling;
import io.anteroom.client.repeat.Limits;
import io.anteroom.client.repeat.Step;
import io.anteroom.client.repeat.Turn;
import io.anteroom.client.request.WaitOptions;
import io.anteroom.client.response.Task;
import io.anteroom.client.response.TaskStatus;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One wait for the end of a task: the accept, then requests that the service holds back. If two of
 * these fail in a row, perhaps since a proxy allows no silence, the event stream takes over, which
 * is never silent for long. Used once.
 */
public final class TaskWait implements Step<Task> {

  /** A response that came sooner was not held back. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** So that a response that was held back comes before the timeout. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final WaitSettings settings;
  private final WaitOptions options;
  private final Accept accept;
  private final Duration timeout;
  private final TaskEvents events;
  private final long start = System.nanoTime();
  private volatile UUID taskId;
  private volatile Task ended;
  private volatile boolean cancelled;

  private TaskWait(WaitSettings settings, WaitOptions options, Accept accept, UUID taskId) {
    this.settings = settings;
    this.options = options;
    this.accept = accept;
    this.taskId = taskId;
    this.timeout = options.timeout().orElse(settings.waitTimeout());
    this.events = new TaskEvents(settings.transport(), options.progress());
  }

  /** Accepts a task and waits for its end. */
  public static CompletableFuture<Task> of(
      WaitSettings settings, WaitOptions options, Accept accept) {
    return new TaskWait(settings, options, accept, null).run();
  }

  /** Waits for the end of a task that was accepted. */
  public static CompletableFuture<Task> of(
      WaitSettings settings, WaitOptions options, UUID taskId) {
    return new TaskWait(settings, options, null, taskId).run();
  }

  private CompletableFuture<Task> run() {
    Limits limits = new Limits(timeout, settings.repeats().callTimeout(), this::whenOver);
    CompletableFuture<Task> end = settings.repeats().run(this, limits);
    if (options.cancelTask()) {
      end.whenComplete(
          (task, failure) -> {
            cancelled = end.isCancelled();
            cancelIfAccepted();
          });
    }
    return end;
  }

  private RuntimeException whenOver(Throwable last, boolean answered) {
    String key = accept == null ? null : accept.idempotencyKey();
    return answered
        ? new TaskTimeoutException(taskId, key, last)
        : new NoResponseException(key, last);
  }

  @Override
  public CompletableFuture<Turn<Task>> take(int failures) {
    if (taskId == null) {
      return accepting();
    }
    String stream = path() + "/events";
    if (ended != null) {
      return Cancelling.map(events.readRest(stream), told -> turn(ended, Duration.ZERO));
    }
    boolean otherWay = failures % 4 >= 2;
    return events.isMoreToTell() == otherWay
        ? polling()
        : Cancelling.map(events.read(stream), told -> Turn.again(Duration.ZERO));
  }

  private CompletableFuture<Turn<Task>> accepting() {
    if (!options.cancelTask()) {
      boolean apart = accept.streamed() || options.progress().isPresent();
      return Cancelling.map(accept.attempt(apart ? Duration.ZERO : heldBack()), this::accepted);
    }
    // Whoever cancels the task needs its id. So it comes at once, and a cancel waits for it.
    CompletableFuture<Task> attempt = accept.attempt(Duration.ZERO);
    attempt.thenAccept(
        task -> {
          taskId = task.id();
          cancelIfAccepted();
        });
    return attempt.thenApply(this::accepted);
  }

  private Turn<Task> accepted(Task task) {
    taskId = task.id();
    return turn(task, Duration.ZERO);
  }

  private CompletableFuture<Turn<Task>> polling() {
    long asked = System.nanoTime();
    return Cancelling.map(
        settings.transport().send(Request.get(path()).waiting(heldBack())),
        response -> {
          Task task = new Task(response.json());
          if (task.hasEnded() && events.isMoreToTell()) {
            ended = task;
            return Turn.again(Duration.ZERO);
          }
          return turn(task, pause(response, asked));
        });
  }

  private static Duration pause(Response response, long asked) {
    boolean soon = System.nanoTime() - asked < SOON.toNanos();
    return soon ? response.retryAfter().orElse(SOON) : Duration.ZERO;
  }

  private static Turn<Task> turn(Task task, Duration pause) {
    if (task.status() == TaskStatus.DONE) {
      return Turn.done(task);
    }
    if (task.hasEnded()) {
      throw new TaskFailedException(task);
    }
    return Turn.again(pause);
  }

  /** How long the service is asked to wait. */
  private Duration heldBack() {
    Duration left = timeout.minusNanos(System.nanoTime() - start).minus(MARGIN);
    return left.compareTo(settings.waitPerRequest()) < 0 ? left : settings.waitPerRequest();
  }

  private void cancelIfAccepted() {
    if (cancelled && taskId != null) {
      Request cancel = Request.delete(path()).waiting(Duration.ZERO);
      settings.repeats().call(() -> settings.transport().send(cancel));
    }
  }

  private String path() {
    return "/tasks/" + taskId;
  }
}
