package io.anteroom.cluster;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * The engine: what submits, polls, checks and delivers, beside the requests. {@code on-demand} is
 * for platforms on which nothing runs between requests, or the process ends, such as Knative and
 * Cloud Run. It needs {@code anteroom.engine.tick-key} and {@code anteroom.cluster.work=true}. What
 * needs the clock then happens at ticks and during requests only, so it may be late by the time
 * between two ticks: the waits of {@code anteroom.callbacks.schedule}, {@code deadline_seconds},
 * {@code anteroom.task.max-running}, the checks of {@code anteroom.in-doubt} and its duplicate
 * watch, and the takeover from dead replicas. Old tasks, requests, idempotency keys and files of
 * the spool are removed, and callbacks that are too old are given up, at the end of a tick.
 */
@ConfigMapping(prefix = "anteroom.engine")
public interface EngineSettings extends RangedSettings {

  /**
   * When the engine runs: {@code always}, or {@code on-demand}, only while requests of clients are
   * open (a request that waits, an event stream, a tick), and for the linger after them. Then it
   * lets the calls that are under way end, and gives its lease up, so that others can go on at
   * once.
   */
  @WithDefault("always")
  EngineMode mode();

  /**
   * On demand: how long the engine goes on after the last request, and how far ahead {@code POST
   * /engine/tick} waits for what is due. {@code 0s} where the platform takes the CPU away with the
   * last response.
   */
  @WithDefault("5s")
  Duration linger();

  /**
   * The longest {@code seconds} that a caller of {@code POST /engine/tick} can give, at least 1
   * second and no longer than {@code anteroom.engine.max-request}. Without {@code seconds} a tick
   * takes at most 20 seconds.
   */
  @WithDefault("60s")
  Duration maxTick();

  /**
   * On demand: the longest that a request may be open. Make it shorter than the timeout of the
   * platform (Knative: 600 s). Waits and event streams end by then, and no {@code Retry-After} is
   * longer.
   */
  @WithDefault("590s")
  Duration maxRequest();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.notNegative("linger", linger());
    ranges.atLeast(Duration.ofSeconds(1), "max-tick", maxTick());
    ranges.atLeast(Duration.ofSeconds(1), "max-request", maxRequest());
  }

  /** Whether the engine runs on demand only. */
  default boolean isOnDemand() {
    return mode() == EngineMode.ON_DEMAND;
  }

  /** This duration, or the longest that a request may be open if that is shorter. */
  default Duration withinRequest(Duration duration) {
    return isOnDemand() && duration.compareTo(maxRequest()) > 0 ? maxRequest() : duration;
  }
}
