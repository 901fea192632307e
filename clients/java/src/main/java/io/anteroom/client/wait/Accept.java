package io.anteroom.client.wait;

import io.anteroom.client.failure.ProblemException;
import io.anteroom.client.http.Body;
import io.anteroom.client.http.Request;
import io.anteroom.client.http.Response;
import io.anteroom.client.http.Transport;
import io.anteroom.client.json.JsonObject;
import io.anteroom.client.repeat.Cancelling;
import io.anteroom.client.repeat.Repeatable;
import io.anteroom.client.response.Task;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The call that accepts a task. It can be repeated, since each attempt has the same key. Immutable,
 * thread-safe.
 *
 * @param path of the call
 * @param streamed whether the body is too large to send it again for the sake of a wait
 */
public record Accept(
    Transport transport, String path, Body body, boolean streamed, String idempotencyKey) {

  private static final String INDEX = "/index-and-wait";
  private static final String REFUSED = "upstream-refused";

  /**
   * Of something to index.
   *
   * @param features whether the task comes with what was extracted from it
   */
  public static Accept of(
      Transport transport, boolean features, Body body, boolean streamed, String idempotencyKey) {
    String path = features ? FeaturesRead.of(INDEX) : INDEX;
    return new Accept(transport, path, body, streamed, idempotencyKey);
  }

  /**
   * One attempt. What the upstream refused while the call waited is a task that FAILED.
   *
   * @param wait how long the service is asked to wait for the end
   * @return the task as it is then. To cancel it closes the connection
   */
  public CompletableFuture<Task> attempt(Duration wait) {
    Request request =
        Request.post(path, body).header("Idempotency-Key", idempotencyKey).waiting(wait);
    CompletableFuture<Task> call = Cancelling.map(transport.send(request), Response::asTask);
    CompletableFuture<Task> task = call.exceptionally(Accept::refused);
    task.whenComplete((done, failure) -> call.cancel(true));
    return task;
  }

  /** A problem that names a task is about one that was accepted: it is read next. */
  private static Task refused(Throwable failure) {
    Throwable cause = Repeatable.cause(failure);
    if (cause instanceof ProblemException refused
        && refused.problem().name().equals(REFUSED)
        && refused.problem().taskId().isPresent()) {
      UUID task = refused.problem().taskId().get();
      return new Task(JsonObject.empty().with("task_id", task.toString()));
    }
    throw cause instanceof RuntimeException unchecked ? unchecked : new CompletionException(cause);
  }
}
