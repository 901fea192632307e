package io.anteroom.async.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points in time in a header: an HTTP date in any of its three forms (RFC 9110, 5.6.7), the
 * obsolete ones of RFC 850 and asctime among them, or the form of RFC 3339. What does not change
 * the time is ignored: the name of the day, case, white space.
 */
final class HttpDate {

  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  /** {@code 06 Nov 1994 08:49:37 GMT} and {@code 06-Nov-94 08:49:37 GMT}. */
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "\\b(\\d{1,2})[ -]([a-z]{3})[ -](\\d{4}|\\d{2})\\s+"
              + "(\\d{1,2}):(\\d{2}):(\\d{2})(?:\\s*(?:GMT|UTC|Z|[+-]00:?00))?",
          Pattern.CASE_INSENSITIVE);

  /** {@code Nov 6 08:49:37 1994}. */
  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "\\b([a-z]{3})\\s{1,9}(\\d{1,2})\\s+(\\d{1,2}):(\\d{2}):(\\d{2})\\s+(\\d{4})",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern RFC_3339 =
      Pattern.compile(
          "(\\d{4})-(\\d{2})-(\\d{2})T(\\d{2}):(\\d{2}):(\\d{2})(?:\\.\\d+)?(?:Z|[+-]00:00)",
          Pattern.CASE_INSENSITIVE);

  private HttpDate() {}

  /**
   * Takes all of them out of a header.
   *
   * @param clock for years of two digits
   * @return the value without them
   */
  static String takeFrom(String value, Clock clock, List<Instant> found) {
    StringBuilder rest = new StringBuilder();
    String left = value;
    for (Pattern pattern : List.of(DAY_FIRST, MONTH_FIRST, RFC_3339)) {
      Matcher matcher = pattern.matcher(left);
      rest.setLength(0);
      while (matcher.find()) {
        add(pattern, matcher, clock, found);
        matcher.appendReplacement(rest, "");
      }
      left = matcher.appendTail(rest).toString();
    }
    return left;
  }

  /** All of them in a header; empty where it is null. */
  static List<Instant> in(String value, Clock clock) {
    List<Instant> found = new ArrayList<>();
    if (value != null) {
      takeFrom(value, clock, found);
    }
    return found;
  }

  private static void add(Pattern form, Matcher m, Clock clock, List<Instant> found) {
    try {
      found.add(
          form == DAY_FIRST
              ? at(year(m.group(3), clock), month(m.group(2)), m.group(1), m, 4)
              : form == MONTH_FIRST
                  ? at(m.group(6), month(m.group(1)), m.group(2), m, 3)
                  : at(m.group(1), Integer.parseInt(m.group(2)), m.group(3), m, 4));
    } catch (DateTimeException e) {
      // no such day: it names no time
    }
  }

  private static Instant at(String year, int month, String day, Matcher matcher, int hour) {
    return LocalDateTime.of(
            Integer.parseInt(year),
            month,
            Integer.parseInt(day),
            Integer.parseInt(matcher.group(hour)),
            Integer.parseInt(matcher.group(hour + 1)),
            Math.min(59, Integer.parseInt(matcher.group(hour + 2)))) // 60: a leap second
        .toInstant(ZoneOffset.UTC);
  }

  /** A year of two digits that seems to be more than 50 years off is of the century before. */
  private static String year(String digits, Clock clock) {
    if (digits.length() == 4) {
      return digits;
    }
    int now = clock.instant().atZone(ZoneOffset.UTC).getYear();
    int year = now - now % 100 + Integer.parseInt(digits);
    return Integer.toString(year > now + 50 ? year - 100 : year);
  }

  private static int month(String name) {
    String known =
        name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).toLowerCase(Locale.ROOT);
    int at = MONTHS.indexOf(known);
    if (at < 0 || at % 3 != 0) {
      throw new DateTimeException("no month: " + name);
    }
    return at / 3 + 1;
  }
}
