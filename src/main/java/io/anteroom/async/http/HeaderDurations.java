package io.anteroom.async.http;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The waits that a header names: numbers of seconds ({@code 20}, {@code 20.7}), durations ({@code
 * 1m30s}, {@code 200ms}, {@code 30 seconds}, and {@code PT30S} of ISO 8601), points in time,
 * several of them with commas in between. Stateless.
 */
final class HeaderDurations {

  /** Longer than any bound on it. */
  static final Duration MAX = Duration.ofDays(36_500);

  /** From here on a number is Unix seconds: as a wait it would be 31 years. */
  private static final BigDecimal UNIX_SECONDS = BigDecimal.TEN.pow(9);

  private static final BigDecimal UNIX_MILLIS = BigDecimal.TEN.pow(11);
  private static final BigDecimal UNIX_MICROS = BigDecimal.TEN.pow(14);
  private static final BigDecimal UNIX_NANOS = BigDecimal.TEN.pow(17);

  /** From here on it is none of them. */
  private static final BigDecimal TOO_MUCH = BigDecimal.TEN.pow(20);

  private static final Pattern NUMBER = Pattern.compile("\\+?(\\d{1,30}(?:\\.\\d{1,30})?)");

  private static final String WHOLE = "(?:(\\d{1,9})";
  private static final String FRACTION = "(?:(\\d{1,9}(?:\\.\\d{1,30})?)";
  private static final String UNIT = "\\s*+%s\\s*+)?";

  private static final Pattern DURATION =
      Pattern.compile(
          WHOLE
              + UNIT.formatted("d(?:ays?)?")
              + WHOLE
              + UNIT.formatted("h(?:(?:ou)?rs?)?")
              + WHOLE
              + UNIT.formatted("m(?:in(?:ute)?s?)?")
              + FRACTION
              + UNIT.formatted("s(?:ec(?:ond)?s?)?")
              + FRACTION
              + UNIT.formatted("ms"),
          Pattern.CASE_INSENSITIVE);

  private HeaderDurations() {}

  /**
   * In seconds where it is a number; where it is too large for that, in Unix seconds, milliseconds,
   * microseconds or nanoseconds, as its size says; empty where the header is null or names none.
   *
   * @param tooMuch what a number means that is too large for any of them, if it means something
   */
  static List<Duration> of(String header, Clock clock, Optional<Duration> tooMuch) {
    List<Duration> waits = new ArrayList<>();
    if (header != null) {
      List<HttpDate.Read> dates = new ArrayList<>();
      String rest = HttpDate.takeFrom(header, clock, dates);
      dates.forEach(date -> waits.add(until(date.latest(), clock)));
      for (String item : rest.split(",")) {
        wait(bare(item), clock, tooMuch).ifPresent(waits::add);
      }
    }
    return waits;
  }

  /** In milliseconds where it is a number. */
  static List<Duration> millis(String header) {
    List<Duration> waits = new ArrayList<>();
    if (header != null) {
      for (String item : header.split(",")) {
        number(bare(item)).map(n -> seconds(n.movePointLeft(3))).ifPresent(waits::add);
      }
    }
    return waits;
  }

  /** A number of seconds as a time, rounded up to a millisecond. */
  static Duration seconds(BigDecimal seconds) {
    BigDecimal max = BigDecimal.valueOf(MAX.toSeconds());
    return seconds.compareTo(max) >= 0
        ? MAX
        : Duration.ofMillis(
            seconds.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact());
  }

  static Optional<BigDecimal> number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.matches() ? Optional.of(new BigDecimal(matcher.group(1))) : Optional.empty();
  }

  private static Optional<Duration> wait(String item, Clock clock, Optional<Duration> tooMuch) {
    Optional<BigDecimal> number = number(item);
    if (number.isEmpty()) {
      return duration(item);
    }
    BigDecimal value = number.get();
    if (value.compareTo(UNIX_SECONDS) < 0) {
      return Optional.of(seconds(value));
    }
    if (value.compareTo(TOO_MUCH) >= 0) {
      return tooMuch;
    }
    long millis = unixMillis(value).setScale(0, RoundingMode.CEILING).longValueExact();
    return Optional.of(until(Instant.ofEpochMilli(millis), clock));
  }

  private static BigDecimal unixMillis(BigDecimal value) {
    if (value.compareTo(UNIX_MILLIS) < 0) {
      return value.movePointRight(3);
    }
    if (value.compareTo(UNIX_MICROS) < 0) {
      return value;
    }
    return value.movePointLeft(value.compareTo(UNIX_NANOS) < 0 ? 3 : 6);
  }

  private static Optional<Duration> duration(String item) {
    Matcher matcher = DURATION.matcher(item);
    if (item.isEmpty() || !matcher.matches()) {
      return isoDuration(item);
    }
    BigDecimal seconds =
        part(matcher.group(1), 86_400)
            .add(part(matcher.group(2), 3_600))
            .add(part(matcher.group(3), 60))
            .add(part(matcher.group(4), 1))
            .add(part(matcher.group(5), 1).movePointLeft(3));
    return Optional.of(seconds(seconds));
  }

  private static Optional<Duration> isoDuration(String item) {
    try {
      Duration duration = Duration.parse(item);
      BigDecimal seconds =
          BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
      return duration.isNegative() ? Optional.empty() : Optional.of(seconds(seconds));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static BigDecimal part(String digits, int seconds) {
    return digits == null
        ? BigDecimal.ZERO
        : new BigDecimal(digits).multiply(BigDecimal.valueOf(seconds));
  }

  private static Duration until(Instant then, Clock clock) {
    Duration wait = Duration.between(clock.instant(), then);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Without parameters, quotes and white space. */
  private static String bare(String item) {
    String first = item.split(";", 2)[0].strip();
    return first.length() > 1 && first.startsWith("\"") && first.endsWith("\"")
        ? first.substring(1, first.length() - 1).strip()
        : first;
  }
}
