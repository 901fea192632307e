package io.anteroom.async;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares the values of one mapping with their ranges, and has one line for each that is outside.
 * It is called by code, without reflection, and formats nothing while all is well: so a start pays
 * next to nothing for it, and a native executable needs no metadata (decision 28). Used by one
 * thread.
 */
public final class SettingRanges {

  /** Nothing shorter is measured. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final String prefix;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param prefix of the keys, without the dot at its end
   */
  public SettingRanges(String prefix) {
    this.prefix = prefix;
  }

  /** One line for each value outside its range: key, what it must be, and what it is. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** A whole number of {@code min} or more. */
  public void atLeast(long min, String name, long value) {
    if (value < min) {
      add(name, "must be at least " + min, value);
    }
  }

  /** A whole number from {@code min} to {@code max}, both included. */
  public void between(long min, long max, String name, long value) {
    if (value < min || value > max) {
      add(name, "must be from %d to %d".formatted(min, max), value);
    }
  }

  /** A duration of at least 1 ms. */
  public void positive(String name, Duration value) {
    check(value.compareTo(SHORTEST) >= 0, name, "must be longer than 0", value);
  }

  /** Durations of at least 1 ms each. */
  public void allPositive(String name, List<Duration> values) {
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).compareTo(SHORTEST) < 0) {
        positive("%s[%d]".formatted(name, i), values.get(i));
      }
    }
  }

  /** A duration of 0 or more. */
  public void notNegative(String name, Duration value) {
    check(!value.isNegative(), name, "must not be negative", value);
  }

  /** A duration of {@code min} or more. */
  public void atLeast(Duration min, String name, Duration value) {
    if (value.compareTo(min) < 0) {
      add(name, "must be at least " + text(min), value);
    }
  }

  /** A duration of {@code max} or less. */
  public void atMost(Duration max, String name, Duration value) {
    if (value.compareTo(max) > 0) {
      add(name, "must be at most " + text(max), value);
    }
  }

  /** A duration from {@code min} to {@code max}, both included. */
  public void between(Duration min, Duration max, String name, Duration value) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      add(name, "must be from %s to %s".formatted(text(min), text(max)), value);
    }
  }

  /**
   * Any other range.
   *
   * @param name the key, without the prefix
   * @param range what the value must be, as the end of a sentence about it
   */
  public void check(boolean isInside, String name, String range, Object value) {
    if (!isInside) {
      add(name, range, value);
    }
  }

  private void add(String name, String range, Object value) {
    lines.add("%s.%s: %s, is %s".formatted(prefix, name, range, text(value)));
  }

  /** A duration as it is set, such as {@code -1s}. */
  private static String text(Object value) {
    String text = value.toString();
    return value instanceof Duration ? text.substring(2).toLowerCase(Locale.ROOT) : text;
  }
}
