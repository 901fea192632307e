package io.anteroom.poll;

import io.anteroom.async.SettingRanges;
import io.anteroom.task.PollTimes;
import io.anteroom.upstream.list.AssetListCall;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How running tasks are polled. */
@ConfigMapping(prefix = "anteroom.poll")
public interface PollSettings extends PollTimes {

  /** How many tasks one list call polls, at most 100, as the upstream's pages have. */
  @WithDefault("100")
  int pageSize();

  /**
   * No poll is made for less expected staleness than this, summed over the tasks that it shows. It
   * limits the calls where the plan does not.
   */
  @WithDefault("100ms")
  Duration targetStaleness();

  /** About how long a task is not polled again after the first poll without a usable result. */
  @WithDefault("2s")
  Duration firstBackoff();

  /**
   * While polls of a task have no usable result, it is polled less and less often, up to this time
   * between two.
   */
  @WithDefault("5m")
  Duration maxBackoff();

  @Override
  default void checkRanges(SettingRanges ranges) {
    PollTimes.super.checkRanges(ranges);
    ranges.between(1, AssetListCall.MAX_PAGE_SIZE, "page-size", pageSize());
    ranges.positive("target-staleness", targetStaleness());
    ranges.positive("first-backoff", firstBackoff());
  }
}
