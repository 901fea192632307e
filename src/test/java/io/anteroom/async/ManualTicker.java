package io.anteroom.async;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A ticker that stands until time is made to pass. Its count overflows after a second: a class that
 * compares two values by anything but their difference fails its test. Thread-safe.
 */
public final class ManualTicker implements Ticker {

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(1).toNanos());

  /** Makes time pass. */
  public void pass(Duration duration) {
    nanos.addAndGet(duration.toNanos());
  }

  @Override
  public long nanos() {
    return nanos.get();
  }
}
