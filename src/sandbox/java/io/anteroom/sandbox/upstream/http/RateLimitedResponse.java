package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.settings.RateLimitStyle;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The answer 429 (source: seed, "Rate Limit"), with as much about its end as the settings want. */
final class RateLimitedResponse {
  private RateLimitedResponse() {}

  /**
   * The answer to a call that came at {@code nowMillis} since the epoch.
   *
   * @param limit calls per window
   * @param waitNanos nanoseconds until a call would pass
   */
  static SandboxResponse answer(RateLimitStyle style, int limit, long waitNanos, long nowMillis) {
    return SandboxResponse.error(429, "rate limit exceeded")
        .with(headers(style, limit, waitNanos, nowMillis));
  }

  private static Map<String, String> headers(
      RateLimitStyle style, int limit, long waitNanos, long nowMillis) {
    long waitMillis = ceil(waitNanos, TimeUnit.MILLISECONDS.toNanos(1));
    long freeAtSecond = ceil(nowMillis + waitMillis, 1_000);
    return switch (style) {
      case RETRY_AFTER_SECONDS -> Map.of("Retry-After", String.valueOf(ceil(waitMillis, 1_000)));
      case RETRY_AFTER_DATE -> Map.of("Retry-After", httpDate(freeAtSecond));
      case RATE_LIMIT_HEADERS ->
          Map.of(
              "X-RateLimit-Limit", String.valueOf(limit),
              "X-RateLimit-Remaining", "0",
              "X-RateLimit-Reset", String.valueOf(freeAtSecond));
      case BARE -> Map.of();
    };
  }

  private static String httpDate(long epochSecond) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.ofEpochSecond(epochSecond).atOffset(ZoneOffset.UTC));
  }

  private static long ceil(long value, long unit) {
    return Math.floorDiv(value - 1, unit) + 1;
  }
}
