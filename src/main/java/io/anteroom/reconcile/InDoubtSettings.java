package io.anteroom.reconcile;

import io.anteroom.async.NonNegativeDuration;
import io.anteroom.async.PositiveDuration;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How a submit without a response is settled. */
@ConfigMapping(prefix = "anteroom.in-doubt")
public interface InDoubtSettings {

  /** Within this time a submit that happened shows on the asset list. */
  @WithDefault("60s")
  @PositiveDuration
  Duration grace();

  /** The same for an upload, which the upstream may take long to store. */
  @WithDefault("10m")
  @PositiveDuration
  Duration uploadGrace();

  /**
   * The same for a submit whose response was a server error: the upstream's work on it has ended,
   * and only the list may lag. Never longer than the grace of a submit without a response.
   */
  @WithDefault("15s")
  @PositiveDuration
  Duration respondedGrace();

  /**
   * While no task is known to be upstream, nothing can prove that the asset list is complete. Then
   * a submit without a response is checked for this many times its grace, at least 1, before one
   * task at a time is submitted again.
   */
  @WithDefault("5")
  @Min(1)
  int graceFactorWithoutControl();

  /**
   * How long after its end a task is checked for duplicate assets, if more than one submit of it
   * may have happened; longer than any grace. 0: not at all.
   */
  @WithDefault("15m")
  @NonNegativeDuration
  Duration duplicateWatch();

  /** The time between two checks. */
  @WithDefault("5s")
  @PositiveDuration
  Duration checkInterval();

  /** What to do where the upstream has no asset list, so that nothing can be checked. */
  @WithDefault("reconcile")
  Policy policy();

  /** What to do with a submit in doubt where the upstream has no asset list. */
  enum Policy {
    /** It stays in doubt, and says so, until the upstream has one: nothing is guessed. */
    RECONCILE,
    /** After the grace it is submitted again: a submit may happen twice. */
    RESUBMIT,
    /** After the grace the task ends as FAILED: it may have happened all the same. */
    FAIL
  }
}
