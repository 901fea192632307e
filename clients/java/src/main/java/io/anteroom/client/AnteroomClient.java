package io.anteroom.client;

import io.anteroom.client.event.EventPublisher;
import io.anteroom.client.failure.AnteroomException;
import io.anteroom.client.http.Body;
import io.anteroom.client.http.Request;
import io.anteroom.client.http.Transport;
import io.anteroom.client.repeat.Cancelling;
import io.anteroom.client.repeat.Repeatable;
import io.anteroom.client.repeat.Repeats;
import io.anteroom.client.request.IndexRequest;
import io.anteroom.client.request.SearchRequest;
import io.anteroom.client.request.WaitOptions;
import io.anteroom.client.response.SearchPage;
import io.anteroom.client.response.Task;
import io.anteroom.client.response.TaskEvent;
import io.anteroom.client.wait.Accept;
import io.anteroom.client.wait.TaskWait;
import io.anteroom.client.wait.WaitSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;

/**
 * A client of Anteroom. One for a whole application is enough: it is thread-safe and keeps
 * connections open. It needs no closing.
 *
 * <p>Every call is repeated when its response was lost, or when Anteroom asks to come back later
 * (408, 425, 429, 500, 502, 503, 504, 507), with growing pauses and as {@code Retry-After} says. A
 * call that accepts something has the same {@code Idempotency-Key} in all repeats, so it accepts
 * once.
 *
 * <p>No call blocks, and no argument or result is null. A future fails with an {@link
 * AnteroomException}, with an {@link java.io.UncheckedIOException} if a file cannot be read, or
 * with a {@link io.anteroom.client.json.JsonException} if a response lacks what the API promises.
 * To cancel a future ends its call. To cancel a future that was derived from it does not.
 */
public final class AnteroomClient {

  private final Transport transport;
  private final Repeats repeats;
  private final WaitSettings waits;
  private final Tasks tasks;
  private final Batches batches;

  AnteroomClient(WaitSettings waits) {
    this.waits = waits;
    this.transport = waits.transport();
    this.repeats = waits.repeats();
    this.tasks = new Tasks(transport, repeats);
    this.batches = new Batches(waits);
  }

  /**
   * Begins a client.
   *
   * @param baseUri where Anteroom is: http or https, perhaps with a path
   * @param apiKey the key of your service
   */
  public static AnteroomClientBuilder builder(URI baseUri, String apiKey) {
    return new AnteroomClientBuilder(baseUri, apiKey);
  }

  /** As {@link #indexAndWait(IndexRequest, WaitOptions)}, with the usual options. */
  public CompletableFuture<Task> indexAndWait(IndexRequest request) {
    return indexAndWait(request, WaitOptions.usual());
  }

  /**
   * Indexes something and waits for its end, through cut connections and restarts of replicas.
   *
   * @return the task, which is DONE. Fails with a {@code TaskFailedException} if it ended
   *     otherwise; with a {@code TaskTimeoutException} if it has not ended in time, and then it
   *     goes on; with a {@code NoResponseException} if nobody responded at all and connections
   *     failed, such as an {@code UnreachableException} if nobody was ever there; with a {@code
   *     ProblemException} if the request was refused
   */
  public CompletableFuture<Task> indexAndWait(IndexRequest request, WaitOptions options) {
    return TaskWait.of(waits, options, accept(request, options.features()));
  }

  /**
   * Has something indexed, and does not wait for its end.
   *
   * @return the task as it was accepted: its id, and perhaps nothing more
   */
  public CompletableFuture<Task> submit(IndexRequest request) {
    Accept accept = accept(request, false);
    Duration more = accept.streamed() ? waits.waitTimeout() : Duration.ZERO;
    return repeats.call(() -> accept.attempt(Duration.ZERO), more, accept.idempotencyKey());
  }

  /** As {@link #awaitEnd(UUID, WaitOptions)}, with the usual options. */
  public CompletableFuture<Task> awaitEnd(UUID taskId) {
    return awaitEnd(taskId, WaitOptions.usual());
  }

  /**
   * Waits for the end of a task that was accepted before.
   *
   * @return as {@link #indexAndWait(IndexRequest, WaitOptions)}
   */
  public CompletableFuture<Task> awaitEnd(UUID taskId, WaitOptions options) {
    return TaskWait.of(waits, options, taskId);
  }

  /** Searches. The search waits for its turn within the quota of the account. */
  public CompletableFuture<SearchPage> search(SearchRequest search) {
    Map<String, String> page =
        Map.of("page", "" + search.page(), "page_size", "" + search.pageSize());
    Request request =
        Request.post(
                Request.path("/search/" + search.kind(), page),
                Body.of(search.fields(), search.file()))
            .waiting(search.maxWait());
    return repeats.call(
        () -> Cancelling.map(transport.send(request), found -> found.asPage(SearchPage::new)),
        search.maxWait(),
        null);
  }

  /** Tasks that were accepted. */
  public Tasks tasks() {
    return tasks;
  }

  /** Many things to index at once. */
  public Batches batches() {
    return batches;
  }

  /**
   * The events of all your tasks, from the moment of the subscription. The stream does not end by
   * itself. It connects again after each cut, and misses no event and repeats none; it fails if the
   * client was never connected, as calls do. Each subscriber has a connection of its own, and
   * nothing more is read than it has requested and one piece of the network.
   */
  public Flow.Publisher<TaskEvent> events() {
    return new EventPublisher(transport, repeats, "/events", null, false);
  }

  /**
   * The same, from an event on.
   *
   * @param lastEventId the {@link TaskEvent#id()} of the last event that was handled
   */
  public Flow.Publisher<TaskEvent> eventsAfter(String lastEventId) {
    return new EventPublisher(transport, repeats, "/events", lastEventId, false);
  }

  /**
   * Waits for a call on the current thread. Its failure is thrown as it is, and not wrapped as by
   * {@code join}.
   *
   * @throws AnteroomException if the call failed
   * @throws CancellationException if it was cancelled, or the thread was interrupted. Then the call
   *     is cancelled, and the thread stays interrupted
   */
  public static <T> T await(CompletableFuture<T> call) {
    try {
      return call.get();
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw new CancellationException("The thread was interrupted.");
    } catch (ExecutionException e) {
      Throwable cause = Repeatable.cause(e.getCause());
      throw cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
  }

  private Accept accept(IndexRequest request, boolean features) {
    String key = request.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString());
    Body body = Body.of(request.fields(), request.file());
    return Accept.of(transport, features, body, request.file().isPresent(), key);
  }
}
