package io.anteroom.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2024-11-24T10:00:00Z"), ZoneOffset.UTC);
  private static final long NOW = CLOCK.instant().getEpochSecond();

  @Test
  void seconds() {
    assertEquals(seconds(7), read(Map.of("Retry-After", "7")));
    assertEquals(seconds(0), read(Map.of("Retry-After", " 0 ")));
  }

  @Test
  void anHttpDate() {
    assertEquals(seconds(90), read(Map.of("Retry-After", "Sun, 24 Nov 2024 10:01:30 GMT")));
    assertEquals(seconds(0), read(Map.of("Retry-After", "Sun, 24 Nov 2024 09:00:00 GMT")));
  }

  @Test
  void theResetOfTheRateLimitWhereThatIsAllThereIs() {
    Map<String, String> reset = Map.of("X-RateLimit-Reset", Long.toString(NOW + 12));
    assertEquals(seconds(12), read(reset));
    assertEquals(
        seconds(3), read(Map.of("Retry-After", "3", "X-RateLimit-Reset", Long.toString(NOW + 12))));
  }

  @Test
  void nothingThatSaysSo() {
    assertEquals(Optional.empty(), read(Map.of()));
    assertEquals(Optional.empty(), read(Map.of("Retry-After", "soon")));
    assertEquals(Optional.empty(), read(Map.of("Retry-After", "-5")));
    assertEquals(Optional.empty(), read(Map.of("X-RateLimit-Reset", "999999999999999")));
  }

  private static Optional<Duration> read(Map<String, String> headers) {
    return RetryAfter.of(headers::get, CLOCK);
  }

  private static Optional<Duration> seconds(long seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }
}
