package io.anteroom.submit;

import io.anteroom.task.SubmitTimes;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How tasks are submitted. */
@ConfigMapping(prefix = "anteroom.submit")
public interface SubmitSettings extends SubmitTimes {

  /** How many tasks one transaction marks for submit, at most. */
  @WithDefault("100")
  int batchSize();

  /** The first wait after a submit that could not be sent. It doubles up to 32 times this. */
  @WithDefault("250ms")
  Duration firstBackoff();
}
