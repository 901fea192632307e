package io.anteroom.sandbox.options;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the value of one option, and names the option where it cannot. */
record OptionValue(SandboxOption option, String text) {

  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  /** One of the constants of an enum, by its name in any case. */
  <E extends Enum<E>> E constant(Class<E> type, String known) {
    try {
      return Enum.valueOf(type, text.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong("must be one of " + known);
    }
  }

  /** A time such as {@code 10s}, {@code 500ms} or {@code 2m}, from 1 ms to a day. */
  Duration time() {
    Matcher time = TIME.matcher(text.strip());
    if (!time.matches()) {
      throw wrong("must be a time such as 500ms, 10s or 2m");
    }
    long count = Long.parseLong(time.group(1));
    Duration value =
        switch (time.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        };
    if (value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
      throw wrong("must be from 1ms to 24h");
    }
    return value;
  }

  /** A whole number between two bounds, both included. */
  int number(int min, int max) {
    try {
      int value = Integer.parseInt(text.strip());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw wrong("must be a number from %d to %d".formatted(min, max));
  }

  WrongOptionException wrong(String rule) {
    return new WrongOptionException("%s %s, not '%s'".formatted(option.flag(), rule, text));
  }
}
