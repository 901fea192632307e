package io.anteroom.submit;

import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How tasks are submitted. */
@ConfigMapping(prefix = "anteroom.submit")
public interface SubmitSettings {

  /** How many tasks one transaction marks for submit, at most. */
  @WithDefault("100")
  int batchSize();

  /** The wait after a submit that could not be sent; doubles up to 32 times this. */
  @WithDefault("250ms")
  Duration firstBackoff();

  /**
   * How long a submit is repeated while every response to it is a 3xx or 4xx that an intermediary
   * (a proxy or an ingress) gave: it is not in the upstream's own format. Then the task ends as
   * FAILED.
   */
  @WithDefault("1h")
  @PositiveDuration
  Duration intermediaryGrace();
}
