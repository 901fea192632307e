package io.anteroom.reconcile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a submit whose answer never came is settled. */
@ConfigMapping(prefix = "anteroom.in-doubt")
public interface InDoubtSettings {

  /** A submit that happened shows on the asset list within this time. */
  @WithDefault("60s")
  Duration grace();

  /** The same for an upload, which the upstream may take long to store. */
  @WithDefault("10m")
  Duration uploadGrace();

  /**
   * The same for a submit that was answered with an error of the server: the upstream's work on it
   * has ended, and only the list may lag. Never longer than the grace of a submit without an
   * answer.
   */
  @WithDefault("15s")
  Duration answeredGrace();

  /**
   * Where nothing is known to be upstream yet, so that nothing can show whether the list shows what
   * is there, a submit without an answer is looked for so many times its grace, at least 1; then
   * one task at a time is submitted again.
   */
  @WithDefault("5")
  int withoutControl();

  /**
   * For how long after its end the assets of a task are looked for of which more than one submit
   * may have happened; longer than any grace. 0: not at all.
   */
  @WithDefault("15m")
  Duration watchEnded();

  /** The time between two looks for it. */
  @WithDefault("5s")
  Duration lookEvery();

  /** What to do where the upstream has no asset list, so that it cannot be asked. */
  @WithDefault("reconcile")
  Policy policy();

  /** What to do with a submit in doubt where the upstream has no asset list. */
  enum Policy {
    /** It stays in doubt, and says so, until the upstream can be asked: nothing is guessed. */
    RECONCILE,
    /** After the grace it is submitted again: a submit may happen twice. */
    RESUBMIT,
    /** After the grace the task ends as FAILED: it may have happened all the same. */
    FAIL
  }
}
