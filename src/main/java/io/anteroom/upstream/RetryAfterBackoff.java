package io.anteroom.upstream;

import io.smallrye.faulttolerance.api.CustomBackoffStrategy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits as long as {@code Retry-After} asks, within bounds, else exponentially with full jitter.
 * One instance serves the retries of one call.
 */
public final class RetryAfterBackoff implements CustomBackoffStrategy {

  private static final long FIRST_MILLIS = 200;
  private static final long MOST_MILLIS = Duration.ofSeconds(10).toMillis();

  private int retries;

  @Override
  public long nextDelayInMillis(Throwable failure) {
    long backoff = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(10, retries++));
    long jittered = ThreadLocalRandom.current().nextLong(backoff / 2, backoff + 1);
    return Math.max(jittered, Math.min(MOST_MILLIS, asked(failure)));
  }

  /** What a 429 asks for is a pause in the ledger, which the next attempt's permit waits for. */
  private static long asked(Throwable failure) {
    return failure instanceof RetryLaterException again && !again.answer().isRateLimited()
        ? again.answer().retryAfter().map(Duration::toMillis).orElse(0L)
        : 0;
  }
}
