package io.anteroom.upstream.http;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.anteroom.quota.CallTimeouts;
import io.anteroom.upstream.json.ErrorMessageLimit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the upstream is called. */
@ConfigMapping(prefix = "anteroom.upstream")
public interface UpstreamSettings extends CallTimeouts, RangedSettings {

  /** As for every duration. */
  long TEN_YEARS_MS = 315_360_000_000L;

  /** The hard timeout of a call, from its start to the end of the response, in milliseconds. */
  @WithDefault("15000")
  long callTimeoutMs();

  /** The same for a call that carries a file, in milliseconds. */
  @WithDefault("1800000")
  long uploadTimeoutMs();

  /**
   * After this time an idle connection is closed. Make it shorter than the upstream's: a submit on
   * a connection that is just being closed would be in doubt.
   */
  @WithDefault("10s")
  Duration idleTimeout();

  /**
   * How many bytes of an error message of the upstream are kept, at least 100. The same holds for a
   * status that is not known here. The rest is cut, and a mark shows that.
   */
  @WithDefault("8192")
  int maxErrorMessage();

  /** How many connections an account may have. */
  @WithDefault("256")
  int connections();

  /**
   * The largest response, in bytes, at least 1024. A larger one is cut off, which is a failure: a
   * caller that waits for it gets 502, and the next poll asks for a smaller page. All responses
   * that arrive at once have at most a tenth of the heap.
   */
  @WithDefault("16777216")
  long maxResponse();

  /**
   * When half of this many calls have failed, a circuit breaker opens. Each account has one for
   * each endpoint class, and others for the calls that are passed through.
   */
  @WithDefault("20")
  int breakerVolume();

  /** How long it stays open. */
  @WithDefault("5s")
  Duration breakerDelay();

  /** Whether to poll many tasks with one call of the upstream's asset list. */
  @WithDefault("true")
  boolean assetList();

  /**
   * How long the upstream must say that it does not know a task before the task ends (404 or 410 in
   * its own error format, in at least three polls, with no other response in between). Also how
   * long an asset list that was never seen must be missing before it counts as missing for good. A
   * list that was there once never counts as missing for good; if it is, set {@code
   * anteroom.upstream.asset-list} to {@code false}.
   */
  @WithDefault("10m")
  Duration goneGrace();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.between(1, TEN_YEARS_MS, "call-timeout-ms", callTimeoutMs());
    ranges.between(1, TEN_YEARS_MS, "upload-timeout-ms", uploadTimeoutMs());
    ranges.atLeast(ErrorMessageLimit.MIN, "max-error-message", maxErrorMessage());
    ranges.atLeast(1024, "max-response", maxResponse());
    ranges.positive("gone-grace", goneGrace());
  }
}
