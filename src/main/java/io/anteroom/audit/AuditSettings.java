package io.anteroom.audit;

import io.anteroom.async.NonNegativeDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What operators did, and how long it is kept. */
@ConfigMapping(prefix = "anteroom.audit")
public interface AuditSettings {

  /** How long an entry of the audit log is kept, and a bulk action after its end. 0: for ever. */
  @WithDefault("365d")
  @NonNegativeDuration
  Duration retention();
}
