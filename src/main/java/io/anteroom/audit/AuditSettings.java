package io.anteroom.audit;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What operators did, and how long it is kept. */
@ConfigMapping(prefix = "anteroom.audit")
public interface AuditSettings extends RangedSettings {

  /** How long an entry of the audit log is kept, and a bulk action after its end. 0: for ever. */
  @WithDefault("365d")
  Duration retention();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.notNegative("retention", retention());
  }
}
