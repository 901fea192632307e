package io.anteroom.waiting;

import io.anteroom.async.Backoff;
import io.anteroom.async.Ticker;
import java.time.Duration;

/**
 * How long a caller that waits pauses after it was woken for nothing: longer each time, up to a
 * second. After some time without such a wake the pauses begin anew. For one thread at a time.
 */
final class SpuriousWakeups {

  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(25), Duration.ofSeconds(1));
  private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(5);

  private final Ticker ticker;
  private int count;
  private long at;

  SpuriousWakeups(Ticker ticker) {
    this.ticker = ticker;
    this.at = ticker.nanos();
  }

  Duration pause() {
    long now = ticker.nanos();
    count = now - at > FORGOTTEN_AFTER.toNanos() ? 0 : count;
    at = now;
    return PAUSES.after(count++);
  }
}
