package io.anteroom.poll;

import io.anteroom.async.NonNegativeDuration;
import io.anteroom.async.PositiveDuration;
import io.anteroom.upstream.list.AssetListCall;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How running tasks are polled. */
@ConfigMapping(prefix = "anteroom.poll")
public interface PollSettings {

  /** How many tasks one list call shows; the upstream's maximum is 100. */
  @WithDefault("100")
  @Min(1)
  @Max(AssetListCall.MAX_PAGE_SIZE)
  int pageSize();

  /** The minimum time between the submit and the first poll. */
  @WithDefault("100ms")
  @NonNegativeDuration
  Duration firstAfter();

  /** The maximum time between two polls of a task, while permits are plentiful. */
  @WithDefault("30s")
  @PositiveDuration
  Duration maxInterval();

  /**
   * No poll is made for less expected staleness than this, in the sum over the tasks that it shows.
   * It limits the calls where the plan does not.
   */
  @WithDefault("100ms")
  @PositiveDuration
  Duration targetStaleness();

  /** How long a new task may be missing on the list before it is polled alone. */
  @WithDefault("10s")
  Duration listLag();

  /** About how long a task is not polled again after the first poll without a result. */
  @WithDefault("2s")
  @PositiveDuration
  Duration firstBackoff();

  /** While polls of a task have no result it is polled less often, up to this time between two. */
  @WithDefault("5m")
  Duration maxBackoff();
}
