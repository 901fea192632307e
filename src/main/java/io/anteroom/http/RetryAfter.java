package io.anteroom.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How long an answer asks to stay away: {@code Retry-After} in seconds or as an HTTP date (RFC
 * 9110, 10.2.3), else {@code X-RateLimit-Reset} in Unix seconds.
 */
public final class RetryAfter {

  private RetryAfter() {}

  /**
   * Reads it.
   *
   * @param header gives the value of a header, or null
   * @param clock for the two forms that name a point in time
   * @return never negative; empty where the answer does not say, or not in a form that is one
   */
  public static Optional<Duration> of(UnaryOperator<String> header, Clock clock) {
    Optional<Duration> retryAfter = retryAfter(header.apply("Retry-After"), clock);
    return retryAfter.isPresent()
        ? retryAfter
        : seconds(header.apply("X-RateLimit-Reset")).flatMap(epoch -> until(epoch, clock));
  }

  private static Optional<Duration> retryAfter(String value, Clock clock) {
    Optional<Duration> seconds = seconds(value).map(Duration::ofSeconds);
    if (seconds.isPresent() || value == null) {
      return seconds;
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(notNegative(Duration.between(clock.instant(), date)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> until(long epochSeconds, Clock clock) {
    try {
      Instant reset = Instant.ofEpochSecond(epochSeconds);
      return Optional.of(notNegative(Duration.between(clock.instant(), reset)));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> seconds(String value) {
    if (value == null || !value.strip().matches("\\d{1,12}")) {
      return Optional.empty();
    }
    return Optional.of(Long.valueOf(value.strip()));
  }

  private static Duration notNegative(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
