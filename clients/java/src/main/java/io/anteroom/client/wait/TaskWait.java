package io.anteroom.client.wait;

import io.anteroom.client.failure.TaskFailedException;
import io.anteroom.client.failure.TaskTimeoutException;
import io.anteroom.client.http.Request;
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

  /** How long to pause after a response that was not held back, and does not say how long. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final WaitSettings settings;
  private final WaitOptions options;
  private final Accept accept;
  private final Duration timeout;
  private final TaskEvents events;
  private final FeaturesRead features;
  private final Pace pace;
  private volatile UUID taskId;
  private volatile Task ended;
  private volatile boolean restRead;
  private volatile boolean cancelled;

  private TaskWait(WaitSettings settings, WaitOptions options, Accept accept, UUID taskId) {
    this.settings = settings;
    this.options = options;
    this.accept = accept;
    this.taskId = taskId;
    this.timeout = options.timeout().orElse(settings.waitTimeout());
    this.events = new TaskEvents(settings.transport(), options.progress());
    this.pace = new Pace(timeout, settings.waitPerRequest());
    this.features = new FeaturesRead(settings.repeats().callTimeout());
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
    boolean isTimeOver = last == null;
    return answered || isTimeOver
        ? new TaskTimeoutException(taskId, key, last)
        : settings.repeats().contact().noResponse(key, last);
  }

  @Override
  public CompletableFuture<Turn<Task>> take(int failures) {
    if (taskId == null) {
      return accepting();
    }
    String stream = path() + "/events";
    if (ended != null && isMoreToTell()) {
      return Cancelling.map(events.readRest(stream), told -> ended());
    }
    boolean otherWay = failures % 4 >= 2 && !restRead;
    return isMoreToTell() == otherWay
        ? polling()
        : Cancelling.map(events.read(stream), told -> Turn.again(Duration.ZERO));
  }

  private CompletableFuture<Turn<Task>> accepting() {
    if (!options.cancelTask()) {
      boolean apart = accept.streamed() || options.progress().isPresent();
      return Cancelling.map(
          accept.attempt(apart ? Duration.ZERO : pace.heldBack()), this::accepted);
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
        settings.transport().send(Request.get(read()).waiting(pace.heldBack())),
        response -> {
          Task task = response.asTask();
          if (task.hasEnded() && isMoreToTell()) {
            ended = task;
            return Turn.again(Duration.ZERO);
          }
          return turn(task, Pace.pause(response, asked, SOON));
        });
  }

  /** The rest of the events is read once. After that there may be features to wait for. */
  private boolean isMoreToTell() {
    return events.isMoreToTell() && !restRead;
  }

  private Turn<Task> ended() {
    restRead = true;
    return turn(ended, Duration.ZERO);
  }

  private Turn<Task> turn(Task task, Duration pause) {
    if (task.status() == TaskStatus.DONE) {
      Turn<Task> turn = features.turn(task);
      return turn.pause().compareTo(pace.left()) < 0 ? turn : Turn.done(task);
    }
    if (task.hasEnded()) {
      throw new TaskFailedException(task);
    }
    return Turn.again(pause);
  }

  private void cancelIfAccepted() {
    if (cancelled && taskId != null) {
      Request cancel = Request.delete(path()).waiting(Duration.ZERO);
      settings.repeats().call(() -> settings.transport().send(cancel));
    }
  }

  private String read() {
    return options.features() ? FeaturesRead.of(path()) : path();
  }

  private String path() {
    return "/tasks/" + taskId;
  }
}
