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
 * obsolete ones of RFC 850 and asctime among them, the forms of ISO 8601, and those that {@code
 * date}, Java and JavaScript print. Each may have a zone ({@link ZoneInDate}); without one it is in
 * UTC. What does not change the time is ignored: the name of the day, case, white space. A time
 * that can be read in several ways is the latest of them.
 */
final class HttpDate {

  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private static final String DAY = "(?<day>\\d{1,2})";
  private static final String YEAR = "(?<year>\\d{4})";
  private static final String NAME = "(?<month>[a-z]{3,9})";
  private static final String HALF = "(?:\\s?(?<half>[ap])\\.?m\\b\\.?)?";
  private static final String TIME =
      "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,30}))?)?"
          + HALF;
  private static final String ZONE = "(?:\\s{0,9}(?<zone>" + ZoneInDate.FORM + "))?";

  private static final List<Pattern> FORMS =
      List.of(
          // 06 Nov 1994 08:49:37 GMT and 06-Nov-94 08:49:37 GMT
          form("\\b%s[ -]%s[ -](?<year>\\d{4}|\\d{2}),?\\s{1,9}%s%s", DAY, NAME, TIME, ZONE),
          // Nov 06 1994 08:49:37 GMT+0100
          form("\\b%s\\s{1,9}%s,?\\s{1,9}%s,?\\s{1,9}%s%s", NAME, DAY, YEAR, TIME, ZONE),
          // Nov 6 08:49:37 EST 1994
          form(
              "\\b%s\\s{1,9}%s\\s{1,9}%s\\s{1,9}(?<zone>%s)\\s{1,9}%s",
              NAME, DAY, TIME, ZoneInDate.FORM, YEAR),
          // Nov 6 08:49:37 1994
          form("\\b%s\\s{1,9}%s\\s{1,9}%s\\s{1,9}%s%s", NAME, DAY, TIME, YEAR, ZONE),
          // 1994-11-06T08:49:37.5+01:00
          form("\\b%s[-/](?<month>\\d{2})[-/](?<day>\\d{2})(?:T|\\s{1,9})%s%s", YEAR, TIME, ZONE),
          // 19941106T084937Z
          form(
              "\\b%s(?<month>\\d{2})(?<day>\\d{2})T(?<hour>\\d{2})(?<minute>\\d{2})"
                  + "(?<second>\\d{2})(?:[.,](?<fraction>\\d{1,30}))?%s%s",
              YEAR, HALF, ZONE));

  /**
   * A point in time.
   *
   * @param latest it, or the latest that it may be
   * @param isExact whether it can be read in one way only
   */
  record Read(Instant latest, boolean isExact) {}

  private HttpDate() {}

  /**
   * Takes all of them out of a header.
   *
   * @param clock for years of two digits
   * @return the value without them
   */
  static String takeFrom(String value, Clock clock, List<Read> found) {
    String left = value;
    for (Pattern form : FORMS) {
      Matcher matcher = form.matcher(left);
      StringBuilder rest = new StringBuilder();
      while (matcher.find()) {
        add(matcher, clock, found);
        matcher.appendReplacement(rest, "");
      }
      left = matcher.appendTail(rest).toString();
    }
    return left;
  }

  /** All of them in a header that can be read in one way only; empty where it is null. */
  static List<Instant> exactIn(String value, Clock clock) {
    List<Read> found = new ArrayList<>();
    if (value != null) {
      takeFrom(value, clock, found);
    }
    return found.stream().filter(Read::isExact).map(Read::latest).toList();
  }

  private static Pattern form(String form, Object... parts) {
    return Pattern.compile(form.formatted(parts), Pattern.CASE_INSENSITIVE);
  }

  private static void add(Matcher date, Clock clock, List<Read> found) {
    try {
      LocalDateTime local = local(date, clock);
      ZoneInDate zone = ZoneInDate.of(date.group("zone"), local);
      found.add(new Read(local.toInstant(zone.latest()), zone.isExact()));
    } catch (DateTimeException e) {
      // no such day, or no such zone: it names no time
    }
  }

  private static LocalDateTime local(Matcher date, Clock clock) {
    int second = date.group("second") == null ? 0 : Integer.parseInt(date.group("second"));
    LocalDateTime whole =
        LocalDateTime.of(
            year(date.group("year"), clock),
            month(date.group("month")),
            Integer.parseInt(date.group("day")),
            hour(date),
            Integer.parseInt(date.group("minute")),
            second == 60 ? 59 : second); // 60: a leap second
    String fraction = date.group("fraction");
    return fraction == null || fraction.matches("0*") ? whole : whole.plusSeconds(1);
  }

  private static int hour(Matcher date) {
    int hour = Integer.parseInt(date.group("hour"));
    if (date.group("half") == null) {
      return hour;
    }
    return hour % 12 + (date.group("half").equalsIgnoreCase("p") ? 12 : 0);
  }

  /** A year of two digits that seems to be more than 50 years off is of the century before. */
  private static int year(String digits, Clock clock) {
    int year = Integer.parseInt(digits);
    if (digits.length() == 4) {
      return year;
    }
    int now = clock.instant().atZone(ZoneOffset.UTC).getYear();
    int near = now - now % 100 + year;
    return near > now + 50 ? near - 100 : near;
  }

  /** A number, or a name or its beginning. */
  private static int month(String text) {
    if (Character.isDigit(text.charAt(0))) {
      return Integer.parseInt(text);
    }
    String beginning = text.toLowerCase(Locale.ROOT);
    for (int month = 0; month < MONTHS.size(); month++) {
      if (MONTHS.get(month).startsWith(beginning)) {
        return month + 1;
      }
    }
    throw new DateTimeException("no month: " + text);
  }
}
