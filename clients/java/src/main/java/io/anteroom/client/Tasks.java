package io.anteroom.client;

import io.anteroom.client.event.EventPublisher;
import io.anteroom.client.http.Body;
import io.anteroom.client.http.Request;
import io.anteroom.client.http.Response;
import io.anteroom.client.http.Transport;
import io.anteroom.client.repeat.Cancelling;
import io.anteroom.client.repeat.Repeats;
import io.anteroom.client.request.TaskFilter;
import io.anteroom.client.response.Task;
import io.anteroom.client.response.TaskEvent;
import io.anteroom.client.response.TaskPage;
import io.anteroom.client.wait.Accept;
import io.anteroom.client.wait.FeaturesRead;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/**
 * Tasks that were accepted. Thread-safe. Futures fail as those of {@link AnteroomClient}; a task
 * that you have not is a {@code ProblemException} with the name {@code task-not-found}.
 */
public final class Tasks {

  private static final int PAGE_SIZE = 100;
  private static final Duration CANCEL_WAIT = Duration.ofSeconds(10);

  private final Transport transport;
  private final Repeats repeats;

  Tasks(Transport transport, Repeats repeats) {
    this.transport = transport;
    this.repeats = repeats;
  }

  /** A task as it is now. */
  public CompletableFuture<Task> get(UUID taskId) {
    return task(Request.get(path(taskId)), Duration.ZERO);
  }

  /**
   * A task with what was extracted from it, if it is DONE. This costs one call upstream.
   *
   * @return the task. If its features could not be had, also by asking again, it says why in {@link
   *     Task#featuresProblem()}
   */
  public CompletableFuture<Task> getWithFeatures(UUID taskId) {
    return FeaturesRead.of(transport, repeats, taskId);
  }

  /**
   * Cancels a task, here and upstream.
   *
   * @return the task. It has ended if the cancel is certain within 10 s; else its phase is {@code
   *     cancelling}. A task that has ended before is not changed
   */
  public CompletableFuture<Task> cancel(UUID taskId) {
    return task(Request.delete(path(taskId)).waiting(CANCEL_WAIT), CANCEL_WAIT);
  }

  /**
   * Repeats a task that is FAILED or CANCELLED.
   *
   * @return a new task, as it was accepted. Fails with a {@code ProblemException} with the name
   *     {@code not-retryable} if the task has not failed
   */
  public CompletableFuture<Task> retry(UUID taskId) {
    String key = UUID.randomUUID().toString();
    Accept accept = new Accept(transport, path(taskId) + "/retry", Body.NONE, false, key);
    return repeats.call(() -> accept.attempt(Duration.ZERO), Duration.ZERO, key);
  }

  /** The first page of your tasks, newest first: up to 100. */
  public CompletableFuture<TaskPage> page(TaskFilter filter) {
    return page(filter, Optional.empty());
  }

  /**
   * The page after another one.
   *
   * @param cursor the {@link TaskPage#nextCursor()} of that page
   */
  public CompletableFuture<TaskPage> pageAfter(TaskFilter filter, UUID cursor) {
    return page(filter, Optional.of(cursor));
  }

  /**
   * Your tasks, newest first. The next page is read when the stream needs it, and the thread waits
   * for it then.
   *
   * @return a sequential stream, for one use. It throws what {@link #page} fails with
   */
  public Stream<Task> stream(TaskFilter filter) {
    return Stream.iterate(
            AnteroomClient.await(page(filter)),
            page -> page != null,
            page ->
                page.nextCursor()
                    .map(cursor -> AnteroomClient.await(pageAfter(filter, cursor)))
                    .orElse(null))
        .map(TaskPage::tasks)
        .flatMap(List::stream);
  }

  /**
   * The events of one task, from its first to its last. Otherwise as {@link
   * AnteroomClient#events()}.
   */
  public Flow.Publisher<TaskEvent> events(UUID taskId) {
    return new EventPublisher(transport, repeats, path(taskId) + "/events", null, true);
  }

  private CompletableFuture<TaskPage> page(TaskFilter filter, Optional<UUID> cursor) {
    Map<String, String> parameters = new LinkedHashMap<>(filter.parameters());
    parameters.put("page_size", Integer.toString(PAGE_SIZE));
    cursor.ifPresent(after -> parameters.put("after", after.toString()));
    Request request = Request.get(Request.path("/tasks", parameters));
    return repeats.call(
        () -> Cancelling.map(transport.send(request), page -> page.asPage(TaskPage::new)));
  }

  private CompletableFuture<Task> task(Request request, Duration wait) {
    return repeats.call(
        () -> Cancelling.map(transport.send(request), Response::asTask), wait, null);
  }

  private static String path(UUID taskId) {
    return "/tasks/" + taskId;
  }
}
