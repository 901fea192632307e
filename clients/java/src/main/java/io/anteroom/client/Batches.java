package io.anteroom.client;

import io.anteroom.client.event.EventPublisher;
import io.anteroom.client.http.Body;
import io.anteroom.client.http.Request;
import io.anteroom.client.http.Transport;
import io.anteroom.client.repeat.Cancelling;
import io.anteroom.client.repeat.Repeats;
import io.anteroom.client.request.BatchFilter;
import io.anteroom.client.request.BatchRequest;
import io.anteroom.client.response.Batch;
import io.anteroom.client.response.BatchPage;
import io.anteroom.client.response.BatchReceipt;
import io.anteroom.client.response.TaskEvent;
import io.anteroom.client.wait.BatchWait;
import io.anteroom.client.wait.WaitSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** Many things to index at once. Thread-safe. Futures fail as those of {@link AnteroomClient}. */
public final class Batches {

  private static final int PAGE_SIZE = 100;
  private static final Duration CANCEL_WAIT = Duration.ofSeconds(10);

  private final WaitSettings waits;
  private final Transport transport;
  private final Repeats repeats;

  Batches(WaitSettings waits) {
    this.waits = waits;
    this.transport = waits.transport();
    this.repeats = waits.repeats();
  }

  /**
   * Has up to 1,000 URLs and texts indexed, in one transaction.
   *
   * @return a task or a problem for each item. Fails with a {@code ProblemException} with the name
   *     {@code batch-refused} if no item could be accepted
   */
  public CompletableFuture<BatchReceipt> submit(BatchRequest batch) {
    String key = batch.idempotencyKey().orElseGet(() -> UUID.randomUUID().toString());
    return accept("/index/batch", Body.of(batch.fields(), Optional.empty()), key);
  }

  /** How the tasks of a batch stand now. */
  public CompletableFuture<Batch> get(UUID batchId) {
    return batch(Request.get(path(batchId)), Duration.ZERO);
  }

  /**
   * Waits until all tasks of a batch have ended, as long as the client waits for a task.
   *
   * @return the batch as it ended, whether its tasks are DONE or not. Fails with a {@code
   *     BatchTimeoutException} if it has not ended in time; its tasks go on
   */
  public CompletableFuture<Batch> awaitEnd(UUID batchId) {
    return BatchWait.of(waits, batchId);
  }

  /**
   * Cancels the tasks of a batch that have not ended, here and upstream.
   *
   * @return the batch. It has ended if each cancel is certain within 10 s. A task that has ended
   *     before is not changed
   */
  public CompletableFuture<Batch> cancel(UUID batchId) {
    return batch(Request.delete(path(batchId)).waiting(CANCEL_WAIT), CANCEL_WAIT);
  }

  /**
   * Repeats the tasks of a batch that are FAILED or CANCELLED by now, and were not repeated before.
   *
   * @return a new batch. Fails with a {@code ProblemException} with the name {@code not-retryable}
   *     if there is no such task
   */
  public CompletableFuture<BatchReceipt> retry(UUID batchId) {
    return accept(path(batchId) + "/retry", Body.NONE, UUID.randomUUID().toString());
  }

  /**
   * The events of all tasks of a batch, from its first to its last: each once, those of one task in
   * order. Otherwise as {@link AnteroomClient#events()}.
   */
  public Flow.Publisher<TaskEvent> events(UUID batchId) {
    return new EventPublisher(transport, repeats, path(batchId) + "/events", null, false);
  }

  /** The first page of your batches, newest first: up to 100. */
  public CompletableFuture<BatchPage> page(BatchFilter filter) {
    return page(filter, Optional.empty());
  }

  /**
   * The page after another one.
   *
   * @param cursor the {@link BatchPage#nextCursor()} of that page
   */
  public CompletableFuture<BatchPage> pageAfter(BatchFilter filter, UUID cursor) {
    return page(filter, Optional.of(cursor));
  }

  /**
   * Your batches, newest first. The next page is read when the stream needs it, and the thread
   * waits for it then.
   *
   * @return a sequential stream, for one use. It throws what {@link #page} fails with
   */
  public Stream<Batch> stream(BatchFilter filter) {
    return Stream.iterate(
            AnteroomClient.await(page(filter)),
            page -> page != null,
            page ->
                page.nextCursor()
                    .map(cursor -> AnteroomClient.await(pageAfter(filter, cursor)))
                    .orElse(null))
        .map(BatchPage::batches)
        .flatMap(List::stream);
  }

  private CompletableFuture<BatchPage> page(BatchFilter filter, Optional<UUID> cursor) {
    Map<String, String> parameters = new LinkedHashMap<>(filter.parameters());
    parameters.put("page_size", Integer.toString(PAGE_SIZE));
    cursor.ifPresent(after -> parameters.put("after", after.toString()));
    Request request = Request.get(Request.path("/batches", parameters));
    return repeats.call(
        () -> Cancelling.map(transport.send(request), page -> page.asPage(BatchPage::new)));
  }

  private CompletableFuture<BatchReceipt> accept(String path, Body body, String key) {
    Request request = Request.post(path, body).header("Idempotency-Key", key);
    return repeats.call(
        () ->
            Cancelling.map(
                transport.send(request),
                receipt -> receipt.as(BatchReceipt::new, "batch_id", String.class)),
        Duration.ZERO,
        key);
  }

  private CompletableFuture<Batch> batch(Request request, Duration wait) {
    return repeats.call(
        () ->
            Cancelling.map(
                transport.send(request), batch -> batch.as(Batch::new, "batch_id", String.class)),
        wait,
        null);
  }

  private static String path(UUID batchId) {
    return "/batches/" + batchId;
  }
}
