package io.anteroom.upload.database;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The spool of kind {@code database}. */
@ConfigMapping(prefix = "anteroom.spool.database")
public interface DatabaseSpoolSettings extends RangedSettings {

  /** The largest file, in bytes. */
  @WithDefault("104857600")
  long maxFile();

  /**
   * The size of its tables, in bytes. It includes files that are no longer needed, until their
   * partition is emptied. A further upload gets 507.
   */
  @WithDefault("10737418240")
  long maxTotal();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.atLeast(1, "max-file", maxFile());
    ranges.atLeast(1, "max-total", maxTotal());
  }
}
