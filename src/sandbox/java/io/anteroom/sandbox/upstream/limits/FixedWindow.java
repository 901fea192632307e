package io.anteroom.sandbox.upstream.limits;

/** Starts at zero on every multiple of the window since the epoch. */
final class FixedWindow implements CallCounter {
  private final int limit;
  private final long windowNanos;
  private long window = Long.MIN_VALUE;
  private int count;

  FixedWindow(int limit, long windowNanos) {
    this.limit = limit;
    this.windowNanos = windowNanos;
  }

  @Override
  public LimitDecision arrive(long nowNanos) {
    long current = Math.floorDiv(nowNanos, windowNanos);
    if (current != window) {
      window = current;
      count = 0;
    }
    if (count == limit) {
      return new LimitDecision.Refused(limit, (window + 1) * windowNanos - nowNanos);
    }
    count++;
    return LimitDecision.ADMITTED;
  }
}
