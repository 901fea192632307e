package io.anteroom.cli.option;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import picocli.CommandLine.TypeConversionException;

/** Reads moments. Stateless. */
final class Moment {

  private Moment() {}

  /**
   * A moment as RFC 3339 has it.
   *
   * @param text such a moment, or how long ago it is, or null
   * @return null for null
   */
  static String of(String option, String text, Clock clock) {
    if (text == null) {
      return null;
    }
    try {
      return clock.instant().minus(new DurationConverter().convert(text)).toString();
    } catch (TypeConversionException noDuration) {
      try {
        return OffsetDateTime.parse(text).toInstant().toString();
      } catch (DateTimeException e) {
        throw new UsageException(
            option + " takes a time such as 2024-12-01T10:00:00Z, or how long ago, such as 2h.");
      }
    }
  }
}
