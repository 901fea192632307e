package io.anteroom.poll;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How running tasks are polled. */
@ConfigMapping(prefix = "anteroom.poll")
public interface PollSettings {

  /** How many tasks one list call shows; the upstream's maximum is 100. */
  @WithDefault("100")
  int pageSize();

  /** The minimum time between the submit and the first poll. */
  @WithDefault("100ms")
  Duration firstAfter();

  /** The maximum time between two polls of a task, while permits are plentiful. */
  @WithDefault("30s")
  Duration maxInterval();

  /**
   * No poll is made for less expected staleness than this, in the sum over the tasks that it shows.
   * It limits the calls where the plan does not.
   */
  @WithDefault("100ms")
  Duration targetStaleness();

  /** How long a new task may be missing on the list before it is polled alone. */
  @WithDefault("10s")
  Duration listLag();

  /** About how long a task is not polled again after the first poll without a result. */
  @WithDefault("2s")
  Duration firstBackoff();

  /** While polls of a task have no result it is polled less often, up to this time between two. */
  @WithDefault("5m")
  Duration maxBackoff();
}
