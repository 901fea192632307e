package io.anteroom.sandbox.upstream.limits;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Remembers the arrivals of the last window, half open: a call that came exactly one window ago no
 * longer counts.
 */
final class SlidingWindow implements CallCounter {
  private final int limit;
  private final long windowNanos;
  private final Deque<Long> arrivals = new ArrayDeque<>();

  SlidingWindow(int limit, long windowNanos) {
    this.limit = limit;
    this.windowNanos = windowNanos;
  }

  @Override
  public LimitDecision arrive(long nowNanos) {
    while (!arrivals.isEmpty() && arrivals.peekFirst() <= nowNanos - windowNanos) {
      arrivals.removeFirst();
    }
    if (arrivals.size() == limit) {
      return new LimitDecision.Refused(limit, arrivals.peekFirst() + windowNanos - nowNanos);
    }
    arrivals.addLast(nowNanos);
    return LimitDecision.ADMITTED;
  }
}
