package io.anteroom.sandbox.upstream.limits;

/** A clock that only the test advances. */
final class FakeClock implements ArrivalClock {
  private long nanos;

  /** Not on a multiple of a second, so that nothing is aligned by chance. */
  FakeClock() {
    this(1_700_000_000_123_456_789L);
  }

  FakeClock(long nanos) {
    this.nanos = nanos;
  }

  @Override
  public long epochNanos() {
    return nanos;
  }

  void advanceMillis(long millis) {
    nanos += millis * 1_000_000;
  }
}
