package io.anteroom.client.repeat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Lets time pass. */
@FunctionalInterface
public interface Pauses {

  /** Real time. No thread waits. */
  Pauses REAL =
      pause ->
          new CompletableFuture<Void>()
              .completeOnTimeout(null, pause.toNanos(), TimeUnit.NANOSECONDS);

  /** Done after that time. To cancel it frees its timer. */
  CompletableFuture<Void> pause(Duration pause);
}
