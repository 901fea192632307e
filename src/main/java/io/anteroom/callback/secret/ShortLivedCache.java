package io.anteroom.callback.secret;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Remembers answers for a moment, and asks once for all who want the same one meanwhile. Failures
 * are not remembered. Bounded, thread-safe.
 *
 * @param <T> what is remembered
 */
final class ShortLivedCache<T> {

  private record Remembered<T>(Uni<T> answer, long askedAt) {}

  private final Map<String, Remembered<T>> remembered = new ConcurrentHashMap<>();
  private final Function<String, Uni<T>> source;
  private final long nanos;
  private final int most;
  private final LongSupplier nanoTime;

  /**
   * @param source whom to ask
   * @param time how long an answer is remembered, from its question
   * @param most how many answers; beyond it all are forgotten
   * @param nanoTime the clock, {@link System#nanoTime()}
   */
  ShortLivedCache(Function<String, Uni<T>> source, Duration time, int most, LongSupplier nanoTime) {
    this.source = source;
    this.nanos = time.toNanos();
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** The answer for this key, from memory or from the source. May answer on any thread. */
  Uni<T> of(String key) {
    long now = nanoTime.getAsLong();
    if (remembered.size() >= most && !remembered.containsKey(key)) {
      remembered.clear();
    }
    return remembered
        .compute(key, (k, known) -> known != null && isFresh(known, now) ? known : ask(k, now))
        .answer();
  }

  /** The next question goes to the source. */
  void forget(String key) {
    remembered.remove(key);
  }

  private boolean isFresh(Remembered<T> known, long now) {
    return now - known.askedAt() < nanos;
  }

  /** The source is asked by the first subscriber, outside of the map. */
  private Remembered<T> ask(String key, long now) {
    Uni<T> answer =
        Uni.createFrom()
            .deferred(() -> source.apply(key))
            .onFailure()
            .invoke(() -> remembered.remove(key))
            .memoize()
            .indefinitely();
    return new Remembered<>(answer, now);
  }
}
