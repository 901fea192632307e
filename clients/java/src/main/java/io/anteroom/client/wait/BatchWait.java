package io.anteroom.client.wait;

import io.anteroom.client.failure.BatchTimeoutException;
import io.anteroom.client.http.Request;
import io.anteroom.client.repeat.Cancelling;
import io.anteroom.client.repeat.Limits;
import io.anteroom.client.repeat.Step;
import io.anteroom.client.repeat.Turn;
import io.anteroom.client.response.Batch;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One wait for the ends of all tasks of a batch, by requests that the service holds back. If two of
 * these fail in a row, perhaps since a proxy allows no silence, the next ones are answered at once.
 * Used once.
 */
public final class BatchWait implements Step<Batch> {

  /** How long to pause after a response that was not held back, and does not say how long. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private final WaitSettings settings;
  private final UUID batchId;
  private final Pace pace;

  private BatchWait(WaitSettings settings, UUID batchId) {
    this.settings = settings;
    this.batchId = batchId;
    this.pace = new Pace(settings.waitTimeout(), settings.waitPerRequest());
  }

  /** Waits until all tasks of a batch have ended. */
  public static CompletableFuture<Batch> of(WaitSettings settings, UUID batchId) {
    BatchWait wait = new BatchWait(settings, batchId);
    Limits limits =
        new Limits(settings.waitTimeout(), settings.repeats().callTimeout(), wait::whenOver);
    return settings.repeats().run(wait, limits);
  }

  private RuntimeException whenOver(Throwable last, boolean answered) {
    boolean isTimeOver = last == null;
    return answered || isTimeOver
        ? new BatchTimeoutException(batchId, last)
        : settings.repeats().contact().noResponse(null, last);
  }

  @Override
  public CompletableFuture<Turn<Batch>> take(int failures) {
    Duration held = failures < 2 ? pace.heldBack() : Duration.ZERO;
    long asked = System.nanoTime();
    return Cancelling.map(
        settings.transport().send(Request.get("/batches/" + batchId).waiting(held)),
        response -> {
          Batch batch = response.as(Batch::new, "batch_id", String.class);
          return batch.hasEnded()
              ? Turn.done(batch)
              : Turn.again(Pace.pause(response, asked, SOON));
        });
  }
}
