package io.anteroom.client.wait;

import io.anteroom.client.http.Request;
import io.anteroom.client.http.Transport;
import io.anteroom.client.repeat.Cancelling;
import io.anteroom.client.repeat.Repeats;
import io.anteroom.client.repeat.Turn;
import io.anteroom.client.response.Problem;
import io.anteroom.client.response.Task;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Asks for the features of one task again, as long as Anteroom says that it is worth it, and a call
 * is repeated. Thread-safe.
 */
public final class FeaturesRead {

  private static final String INCLUDE = "?include=features";

  private final Duration patience;
  private volatile long firstProblem;
  private volatile boolean refused;

  /**
   * For one task.
   *
   * @param patience how long to ask again after the first problem
   */
  FeaturesRead(Duration patience) {
    this.patience = patience;
  }

  /** The path of a call about a task, which answers with its features. */
  static String of(String path) {
    return path + INCLUDE;
  }

  /**
   * Reads a task with its features.
   *
   * @return the task; fails as every call
   */
  public static CompletableFuture<Task> of(Transport transport, Repeats repeats, UUID taskId) {
    FeaturesRead read = new FeaturesRead(repeats.callTimeout());
    Request request = Request.get(of("/tasks/" + taskId));
    return repeats.run(
        failures ->
            Cancelling.map(transport.send(request), response -> read.turn(response.asTask())),
        repeats.limits(repeats.callTimeout(), null));
  }

  /** Whether the task is as good as it gets. */
  Turn<Task> turn(Task task) {
    Optional<Duration> again = task.featuresProblem().flatMap(Problem::retryAfter);
    if (again.isEmpty()) {
      return Turn.done(task);
    }
    if (!refused) {
      firstProblem = System.nanoTime();
      refused = true;
    }
    Duration asked = Duration.ofNanos(System.nanoTime() - firstProblem).plus(again.get());
    return asked.compareTo(patience) < 0 ? Turn.again(again.get()) : Turn.done(task);
  }
}
