package io.anteroom.sandbox.upstream.settings;

/** Fails a wrong setting at once, with a sentence that names it. */
final class SettingChecks {
  private SettingChecks() {}

  static void present(String name, Object value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
  }

  static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
    }
  }

  static void range(String name, long min, long max) {
    atLeast(name, min, 0);
    if (max < min) {
      throw new IllegalArgumentException(name + " goes from " + min + " down to " + max);
    }
  }

  static void probability(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1, not " + value);
    }
  }

  static void status(String name, Integer value) {
    if (value != null && (value < 200 || value > 599)) {
      throw new IllegalArgumentException(name + " must be from 200 to 599, not " + value);
    }
  }
}
