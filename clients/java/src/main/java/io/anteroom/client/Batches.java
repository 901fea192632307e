package io.anteroom.client;

import io.anteroom.client.failure.BatchTimeoutException;
import io.anteroom.client.failure.NoResponseException;
import io.anteroom.client.http.Body;
import io.anteroom.client.http.Request;
import io.anteroom.client.http.Transport;
import io.anteroom.client.repeat.Cancelling;
import io.anteroom.client.repeat.Limits;
import io.anteroom.client.repeat.Repeats;
import io.anteroom.client.repeat.Turn;
import io.anteroom.client.request.BatchRequest;
import io.anteroom.client.response.Batch;
import io.anteroom.client.response.BatchReceipt;
import io.anteroom.client.wait.WaitSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Many things to index at once. Thread-safe. Futures fail as those of {@link AnteroomClient}. */
public final class Batches {

  private static final Duration BETWEEN_READS = Duration.ofSeconds(2);

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
    Request request =
        Request.post("/index/batch", Body.of(batch.fields(), Optional.empty()))
            .header("Idempotency-Key", key);
    return repeats.call(
        () -> Cancelling.map(transport.send(request), receipt -> new BatchReceipt(receipt.json())),
        Duration.ZERO,
        key);
  }

  /** How the tasks of a batch stand now. */
  public CompletableFuture<Batch> get(UUID batchId) {
    return repeats.call(() -> read(batchId));
  }

  /**
   * Waits until all tasks of a batch have ended, as long as the client waits for a task.
   *
   * @return the batch as it ended, whether its tasks are DONE or not. Fails with a {@code
   *     BatchTimeoutException} if it has not ended in time; its tasks go on
   */
  public CompletableFuture<Batch> awaitEnd(UUID batchId) {
    return repeats.run(
        failures ->
            Cancelling.map(
                read(batchId),
                batch -> batch.hasEnded() ? Turn.done(batch) : Turn.again(BETWEEN_READS)),
        new Limits(
            waits.waitTimeout(),
            repeats.callTimeout(),
            (last, answered) ->
                answered
                    ? new BatchTimeoutException(batchId, last)
                    : new NoResponseException(null, last)));
  }

  private CompletableFuture<Batch> read(UUID batchId) {
    return Cancelling.map(
        transport.send(Request.get("/batches/" + batchId)), batch -> new Batch(batch.json()));
  }
}
