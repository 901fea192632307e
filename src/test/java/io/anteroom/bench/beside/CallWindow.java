package io.anteroom.bench.beside;

import java.time.Duration;
import java.util.ArrayDeque;

/** Counts calls by a sliding window. Not thread-safe. */
final class CallWindow {

  private final int limit;
  private final long nanos;
  private final ArrayDeque<Long> calls = new ArrayDeque<>();

  /**
   * @param limit calls in any window of that length; 0: as many as one likes
   */
  CallWindow(int limit, Duration length) {
    this.limit = limit;
    this.nanos = length.toNanos();
  }

  /** Takes a call in: 0, or in how many nanoseconds the next one can be. */
  long arrive(long now) {
    if (limit == 0) {
      return 0;
    }
    while (!calls.isEmpty() && now - calls.peekFirst() >= nanos) {
      calls.removeFirst();
    }
    if (calls.size() < limit) {
      calls.addLast(now);
      return 0;
    }
    return calls.peekFirst() + nanos - now;
  }
}
