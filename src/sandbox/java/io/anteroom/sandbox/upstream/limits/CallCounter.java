package io.anteroom.sandbox.upstream.limits;

import io.anteroom.sandbox.upstream.settings.LimitSettings;
import java.util.concurrent.TimeUnit;

/**
 * Counts the calls of one account and class against one limit. Not thread-safe. Arrivals are given
 * in order, in nanoseconds since the epoch. A refused call costs nothing.
 */
public sealed interface CallCounter permits FixedWindow, SlidingWindow, TokenBucket {
  /** Counts a call that arrived then, if it may pass. */
  LimitDecision arrive(long nowNanos);

  /** The counter that the settings ask for, with that limit, at least 1. */
  static CallCounter create(LimitSettings settings, int limit) {
    long window = TimeUnit.MILLISECONDS.toNanos(settings.windowMs());
    return switch (settings.method()) {
      case FIXED_WINDOW -> new FixedWindow(limit, window);
      case SLIDING_WINDOW -> new SlidingWindow(limit, window);
      case TOKEN_BUCKET ->
          new TokenBucket(
              limit, window, settings.bucketDepth() == null ? limit : settings.bucketDepth());
    };
  }
}
