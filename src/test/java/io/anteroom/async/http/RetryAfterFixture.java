package io.anteroom.async.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads waits from headers, at 2024-11-24T10:00:00Z. */
final class RetryAfterFixture {

  static final Clock CLOCK = Clock.fixed(Instant.parse("2024-11-24T10:00:00Z"), ZoneOffset.UTC);

  private RetryAfterFixture() {}

  static Optional<Duration> read(Map<String, String> headers) {
    return RetryAfter.of(headers(headers)::get, CLOCK);
  }

  static Map<String, String> headers(Map<String, String> headers) {
    Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    return anyCase;
  }

  static Optional<Duration> seconds(long seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }
}
