package io.anteroom.client.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The header {@code Retry-After} (RFC 9110, 10.2.3), as proxies write it too: with a fraction, more
 * than once, and with a date in any of the three forms (5.6.7). Stateless.
 */
final class RetryAfter {

  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,9})(\\.[0-9]{1,20})?");

  /** Between two values. The comma after the name of a day is none. */
  private static final Pattern COMMA = Pattern.compile("(?:(?<![a-zA-Z])|(?<=GMT))\\s*,\\s*");

  /** {@code Sunday, 06-Nov-94 08:49:37 GMT} (RFC 850). The years are those from 1970 on. */
  private static final DateTimeFormatter RFC_850 =
      new DateTimeFormatterBuilder()
          .appendPattern("EEEE, dd-MMM-")
          .appendValueReduced(ChronoField.YEAR, 2, 2, 1970)
          .appendPattern(" HH:mm:ss 'GMT'")
          .toFormatter(Locale.ENGLISH);

  /** {@code Sun Nov 6 08:49:37 1994} (asctime). */
  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

  private RetryAfter() {}

  /** The longest time to wait, not negative; empty if the header is missing or cannot be read. */
  static Optional<Duration> of(HttpHeaders headers) {
    return headers.allValues("Retry-After").stream()
        .flatMap(line -> Arrays.stream(COMMA.split(line.strip())))
        .flatMap(RetryAfter::read)
        .max(Duration::compareTo);
  }

  private static Stream<Duration> read(String value) {
    Matcher seconds = SECONDS.matcher(value);
    if (seconds.matches()) {
      boolean isMore = seconds.group(2) != null && seconds.group(2).matches(".*[1-9].*");
      return Stream.of(Duration.ofSeconds(Long.parseLong(seconds.group(1)) + (isMore ? 1 : 0)));
    }
    return date(value)
        .map(then -> Duration.between(Instant.now(), then))
        .map(left -> left.isNegative() ? Duration.ZERO : left);
  }

  private static Stream<Instant> date(String value) {
    return Stream.concat(
        parsed(() -> ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()),
        Stream.of(RFC_850, ASCTIME)
            .flatMap(form -> parsed(() -> utc(LocalDateTime.parse(value, form)))));
  }

  private static Instant utc(LocalDateTime time) {
    return time.toInstant(ZoneOffset.UTC);
  }

  private static Stream<Instant> parsed(Supplier<Instant> date) {
    try {
      return Stream.of(date.get());
    } catch (DateTimeParseException e) {
      return Stream.empty();
    }
  }
}
