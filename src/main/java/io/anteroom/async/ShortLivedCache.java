package io.anteroom.async;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps values for a moment, and reads a value once for all callers that want it meanwhile. A
 * caller that goes away does not cancel the read for the others. Failures are not kept. Bounded,
 * thread-safe.
 */
public final class ShortLivedCache<T> {

  private record Entry<T>(Uni<T> value, long readAt) {}

  private final Map<String, Entry<T>> entries = new ConcurrentHashMap<>();
  private final Function<String, Uni<T>> source;
  private final long nanos;
  private final int max;
  private final Ticker ticker;

  /**
   * @param time how long a value is kept, from the begin of its read
   * @param max how many values are kept; beyond it all are dropped
   */
  public ShortLivedCache(Function<String, Uni<T>> source, Duration time, int max, Ticker ticker) {
    this.source = source;
    this.nanos = time.toNanos();
    this.max = max;
    this.ticker = ticker;
  }

  /** The value of this key, kept or read now. May be given on any thread. */
  public Uni<T> of(String key) {
    long now = ticker.nanos();
    Entry<T> kept = entries.get(key);
    if (isFresh(kept, now)) {
      return kept.value();
    }
    if (kept == null && entries.size() >= max) {
      entries.clear();
    }
    return entries.compute(key, (k, known) -> isFresh(known, now) ? known : read(k, now)).value();
  }

  /** The next caller reads the value anew. */
  public void forget(String key) {
    entries.remove(key);
  }

  private boolean isFresh(Entry<T> known, long now) {
    return known != null && now - known.readAt() < nanos;
  }

  /** The first subscriber reads it, while the map is not locked. */
  private Entry<T> read(String key, long now) {
    Uni<T> value =
        Uni.createFrom()
            .deferred(() -> source.apply(key))
            .onFailure()
            .invoke(() -> entries.remove(key))
            .memoize()
            .indefinitely();
    return new Entry<>(value, now);
  }
}
