package io.anteroom.sandbox.upstream.settings;

/** What a 429 says about when to come back. */
public enum RateLimitStyle {
  /** {@code Retry-After} in whole seconds, rounded up. */
  RETRY_AFTER_SECONDS,
  /** {@code Retry-After} as an HTTP date. */
  RETRY_AFTER_DATE,
  /** {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset} (Unix seconds). */
  RATE_LIMIT_HEADERS,
  /** Nothing at all. */
  BARE
}
