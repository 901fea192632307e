package io.anteroom.async.http;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The zone of a time in a header. Some names mean several zones ({@code CST} is of America and of
 * China): then that counts in which the time comes last, since whoever comes back too early is
 * refused again.
 *
 * @param latest the offset from UTC with which the time comes last
 * @param isExact whether it can be no other
 */
record ZoneInDate(ZoneOffset latest, boolean isExact) {

  /** {@code GMT}, {@code +0100}, {@code +01:00}, {@code GMT-5}, {@code EST}, {@code Asia/Tokyo}. */
  static final String FORM =
      "(?:GMT|UTC|UT|Z)?[+-]\\d{1,2}(?::?\\d{2})?(?!\\d)|[a-z]{1,20}(?:/[a-z_]{1,30}){0,2}";

  private static final Pattern NUMERIC =
      Pattern.compile("(?:GMT|UTC|UT|Z)?([+-])(\\d{1,2})(?::?(\\d{2}))?", Pattern.CASE_INSENSITIVE);

  private static final ZoneInDate UTC = new ZoneInDate(ZoneOffset.UTC, true);

  /** A name that is not known may be of any zone. */
  private static final ZoneInDate UNKNOWN = new ZoneInDate(ZoneOffset.ofHours(-12), false);

  /** The westernmost zone of each name, in minutes. */
  private static final Map<String, Integer> WESTERNMOST =
      Map.ofEntries(
          Map.entry("NDT", -150),
          Map.entry("NST", -210),
          Map.entry("ADT", -180),
          Map.entry("AST", -240),
          Map.entry("EDT", -240),
          Map.entry("EST", -300),
          Map.entry("ET", -300),
          Map.entry("CDT", -300),
          Map.entry("CST", -360),
          Map.entry("CT", -360),
          Map.entry("MDT", -360),
          Map.entry("MST", -420),
          Map.entry("MT", -420),
          Map.entry("PDT", -420),
          Map.entry("PST", -480),
          Map.entry("PT", -480),
          Map.entry("AKDT", -480),
          Map.entry("AKST", -540),
          Map.entry("HDT", -540),
          Map.entry("HST", -600),
          Map.entry("BRT", -180),
          Map.entry("WET", 0),
          Map.entry("WEST", 60),
          Map.entry("BST", 60),
          Map.entry("IST", 60),
          Map.entry("CET", 60),
          Map.entry("MET", 60),
          Map.entry("CEST", 120),
          Map.entry("MEST", 120),
          Map.entry("EET", 120),
          Map.entry("SAST", 120),
          Map.entry("EEST", 180),
          Map.entry("MSK", 180),
          Map.entry("SGT", 480),
          Map.entry("HKT", 480),
          Map.entry("AWST", 480),
          Map.entry("JST", 540),
          Map.entry("KST", 540),
          Map.entry("ACST", 570),
          Map.entry("AEST", 600),
          Map.entry("AEDT", 660),
          Map.entry("NZST", 720),
          Map.entry("NZDT", 780));

  /**
   * Reads a zone.
   *
   * @param text of the form {@link #FORM}; null is UTC
   * @param local the time, for zones whose offset depends on it
   * @throws DateTimeException where it is a number that no offset has
   */
  static ZoneInDate of(String text, LocalDateTime local) {
    if (text == null || text.matches("(?i)GMT|UTC|UT|Z")) {
      return UTC;
    }
    Matcher number = NUMERIC.matcher(text);
    if (number.matches()) {
      return new ZoneInDate(offset(number), true);
    }
    Integer minutes = WESTERNMOST.get(text.toUpperCase(Locale.ROOT));
    if (minutes != null) {
      return new ZoneInDate(ZoneOffset.ofTotalSeconds(minutes * 60), false);
    }
    return text.contains("/") ? ofRegion(text, local) : UNKNOWN;
  }

  private static ZoneOffset offset(Matcher number) {
    int sign = number.group(1).equals("-") ? -1 : 1;
    int minutes = number.group(3) == null ? 0 : Integer.parseInt(number.group(3));
    return ZoneOffset.ofHoursMinutes(sign * Integer.parseInt(number.group(2)), sign * minutes);
  }

  private static ZoneInDate ofRegion(String name, LocalDateTime local) {
    try {
      return new ZoneInDate(ZoneId.of(name).getRules().getOffset(local), false);
    } catch (DateTimeException e) {
      return UNKNOWN;
    }
  }
}
