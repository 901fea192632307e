package io.anteroom.cli.option;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times such as {@code 90s}, {@code 5m}, {@code 1h30m} or {@code 90} (seconds). */
public final class DurationConverter implements ITypeConverter<Duration> {

  private static final Pattern TIME =
      Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,9})s?)?");

  /** Nothing to configure. */
  public DurationConverter() {}

  @Override
  public Duration convert(String text) {
    Matcher time = TIME.matcher(text);
    Duration duration =
        time.matches()
            ? Duration.ofDays(number(time, 1))
                .plusHours(number(time, 2))
                .plusMinutes(number(time, 3))
                .plusSeconds(number(time, 4))
            : Duration.ZERO;
    if (duration.isZero()) {
      throw new TypeConversionException(
          "'" + text + "' is no time. Times are written as 90s, 5m or 1h30m.");
    }
    return duration;
  }

  private static long number(Matcher time, int group) {
    return time.group(group) == null ? 0 : Long.parseLong(time.group(group));
  }
}
