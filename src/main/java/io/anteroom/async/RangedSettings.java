package io.anteroom.async;

/**
 * A mapping of settings whose values have ranges. They are checked before anything is connected to,
 * and one that is outside its range stops the start.
 */
public interface RangedSettings {

  /**
   * Checks each value that has a range. A default method: the configuration library takes every
   * other one for a setting.
   */
  default void checkRanges(SettingRanges ranges) {}
}
