package io.anteroom.upstream.http;

import io.anteroom.async.PositiveDuration;
import io.anteroom.quota.CallTimeouts;
import io.anteroom.upstream.json.ErrorMessageLimit;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the upstream is called. */
@ConfigMapping(prefix = "anteroom.upstream")
public interface UpstreamSettings extends CallTimeouts {

  /** As for every duration. */
  long TEN_YEARS_MS = 315_360_000_000L;

  /** The hard timeout of a call, from its start to the end of the response, in milliseconds. */
  @WithDefault("15000")
  @Min(1)
  @Max(TEN_YEARS_MS)
  long callTimeoutMs();

  /** The same for a call that carries a file. */
  @WithDefault("1800000")
  @Min(1)
  @Max(TEN_YEARS_MS)
  long uploadTimeoutMs();

  /**
   * After this time an idle connection is closed, before the upstream closes it: a submit on a
   * connection that is just being closed would be in doubt.
   */
  @WithDefault("10s")
  Duration idleTimeout();

  /**
   * How much is kept of an error message of the upstream, and of a status that is not known here,
   * in bytes of UTF-8, at least 100. The rest is cut, and a mark shows that.
   */
  @WithDefault("8192")
  @Min(ErrorMessageLimit.MIN)
  int maxErrorMessage();

  /** How many connections an account may have. */
  @WithDefault("256")
  int connections();

  /**
   * The largest response, in bytes, at least 1024. A larger one is cut off, and its call fails. A
   * response is held in memory while it is read, at about three times its size.
   */
  @WithDefault("16777216")
  @Min(1024)
  long maxResponse();

  /**
   * When half of this many calls of one endpoint class of an account failed, its next calls are
   * delayed; calls that a client waits for are counted apart.
   */
  @WithDefault("20")
  int breakerVolume();

  /** For how long they are delayed. */
  @WithDefault("5s")
  Duration breakerDelay();

  /** Whether to use the asset list, which shows many tasks with one call. */
  @WithDefault("true")
  boolean assetList();

  /**
   * How long the upstream must say that it does not know a task (404 or 410 in its own error
   * format) before the task ends: in three polls at least, and with no other response in between.
   * Also how long an asset list that was never seen must be missing before it counts as missing for
   * good.
   */
  @WithDefault("10m")
  @PositiveDuration
  Duration goneGrace();
}
