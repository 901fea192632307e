package io.anteroom.sandbox.upstream.limits;

/**
 * A bucket that is full at first; every call takes a token, and tokens come back evenly.
 *
 * <p>Counted in whole shares of a token, one window of them to the token: each nanosecond brings
 * back exactly {@code limit} shares, so nothing is lost to rounding.
 */
final class TokenBucket implements CallCounter {
  private final int limit;
  private final long tokenShares;
  private final long fullShares;
  private long shares;
  private long countedTo = Long.MIN_VALUE;

  TokenBucket(int limit, long windowNanos, int depth) {
    this.limit = limit;
    this.tokenShares = windowNanos;
    this.fullShares = Math.multiplyExact(windowNanos, (long) depth);
    this.shares = fullShares;
  }

  @Override
  public LimitDecision arrive(long nowNanos) {
    refill(nowNanos);
    if (shares < tokenShares) {
      long missing = tokenShares - shares;
      return new LimitDecision.Refused(limit, Math.floorDiv(missing - 1, (long) limit) + 1);
    }
    shares -= tokenShares;
    return LimitDecision.ADMITTED;
  }

  private void refill(long nowNanos) {
    if (countedTo != Long.MIN_VALUE) {
      // No longer than it takes to fill the bucket, or a long rest would overflow.
      long elapsed = Math.min(nowNanos - countedTo, fullShares / limit + 1);
      shares = Math.min(fullShares, shares + elapsed * limit);
    }
    countedTo = nowNanos;
  }
}
