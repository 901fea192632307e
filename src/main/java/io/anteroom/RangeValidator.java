package io.anteroom;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.ConfigValidator;

/** Checks the ranges of our settings, as a part of the configuration library. Stateless. */
final class RangeValidator implements ConfigValidator {

  /**
   * @throws ConfigValidationException with one problem for each value outside its range
   */
  @Override
  public void validateMapping(Class<?> mapping, String prefix, Object settings) {
    if (settings instanceof RangedSettings ranged) {
      SettingRanges ranges = new SettingRanges(prefix);
      ranged.checkRanges(ranges);
      Problem[] problems = ranges.lines().stream().map(Problem::new).toArray(Problem[]::new);
      if (problems.length > 0) {
        throw new ConfigValidationException(problems);
      }
    }
  }
}
