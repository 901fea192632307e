package io.anteroom.reconcile;

import io.anteroom.async.RangedSettings;
import io.anteroom.async.SettingRanges;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a submit without a response is settled. */
@ConfigMapping(prefix = "anteroom.in-doubt")
public interface InDoubtSettings extends RangedSettings {

  /**
   * How long a submit without a response is checked, counted from its hard timeout. Within this
   * time one that happened shows on the asset list.
   */
  @WithDefault("60s")
  Duration grace();

  /** The same for a file, which the upstream may take long to store. */
  @WithDefault("10m")
  Duration uploadGrace();

  /**
   * The same for a submit with a 5xx response: the upstream's work on it has ended, and only the
   * list may lag. It is checked at once, and once more after this time. Never longer than {@code
   * grace}. A submit with a 425, or a 503 with {@code Retry-After}, is queued again after one
   * check, but not before the time that the response asks for. A task is held back for this time
   * when its third submit was in doubt and did not happen, and twice as long after each further
   * one, up to 5 minutes.
   */
  @WithDefault("15s")
  Duration respondedGrace();

  /**
   * A list is believed only when the same check also shows a task that is known to be there. If
   * there is no such task yet, nor any asset with metadata in the collection, a submit without a
   * response is checked for this many times its grace, at least 1. Then one task at a time is
   * submitted again.
   */
  @WithDefault("5")
  int graceFactorWithoutControl();

  /**
   * How long after its end a task is checked for duplicate assets, if more than one of its submits
   * may have happened. Longer than the graces. 0: not at all.
   */
  @WithDefault("15m")
  Duration duplicateWatch();

  /** The time between two checks. */
  @WithDefault("5s")
  Duration checkInterval();

  /**
   * What to do if the upstream has no asset list, or one that does not show what is known to be
   * there. {@code reconcile} leaves the task in doubt. {@code resubmit} submits it again, so it may
   * happen twice. {@code fail} ends it.
   */
  @WithDefault("reconcile")
  Policy policy();

  @Override
  default void checkRanges(SettingRanges ranges) {
    ranges.positive("grace", grace());
    ranges.positive("upload-grace", uploadGrace());
    ranges.positive("responded-grace", respondedGrace());
    ranges.atLeast(1, "grace-factor-without-control", graceFactorWithoutControl());
    ranges.notNegative("duplicate-watch", duplicateWatch());
    ranges.positive("check-interval", checkInterval());
  }

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
