package io.anteroom.upstream;

import io.anteroom.async.Backoff;
import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;

/**
 * Waits as long as {@code Retry-After} asks, within bounds, else exponentially with jitter. One
 * instance serves the retries of one call.
 */
public final class RetryAfterBackoff implements CustomBackoffStrategy {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));

  private int retries;

  @Override
  public long nextDelayInMillis(Throwable failure) {
    long backoff = BACKOFF.jitteredAfter(retries++).toMillis();
    return Math.max(backoff, Math.min(BACKOFF.max().toMillis(), asked(failure)));
  }

  /** What a 429 asks for is a pause in the ledger, which the next attempt's permit waits for. */
  private static long asked(Throwable failure) {
    return failure instanceof RetryLaterException again && !again.answer().isRateLimited()
        ? again.answer().retryAfter().map(Duration::toMillis).orElse(0L)
        : 0;
  }
}
