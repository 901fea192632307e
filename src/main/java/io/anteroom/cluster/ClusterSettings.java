package io.anteroom.cluster;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What moves tasks, and how fast. */
@ConfigMapping(prefix = "anteroom.engine")
public interface ClusterSettings {

  /** Off: this replica accepts and answers, and leaves the moving to others. */
  @WithDefault("true")
  boolean enabled();

  /** How often a replica asks the store what there is to do, where no hint came. */
  @WithDefault("1s")
  Duration tick();

  /** How long a replica owns what it submits without a sign of life. */
  @WithDefault("10s")
  Duration lease();

  /** How many tasks one transaction marks for submit at the most. */
  @WithDefault("100")
  int submitBatch();

  /** The wait after a submit that could not be sent; doubles up to 32 times this. */
  @WithDefault("250ms")
  Duration submitBackoff();

  /**
   * How long a submit is repeated where every answer to it is a 4xx that is not in the upstream's
   * own shape, so that somebody in between gave it; then its task ends as FAILED.
   */
  @WithDefault("1h")
  Duration refusalGrace();

  /** How polling is done. */
  Poll poll();

  /** How polling is done. */
  interface Poll {

    /** How many tasks one list call looks at; the upstream's largest page. */
    @WithDefault("100")
    int pageSize();

    /** No look comes sooner after the submit. */
    @WithDefault("100ms")
    Duration first();

    /** While permits are plentiful, looks at a task are no further apart. */
    @WithDefault("30s")
    Duration most();

    /**
     * No look is made for less expected staleness than this: in the sum over the tasks that it
     * shows. It bounds the calls where the plan does not.
     */
    @WithDefault("100ms")
    Duration targetStaleness();

    /** How long a new task may be missing on the list before it is looked at alone. */
    @WithDefault("10s")
    Duration listLag();

    /** About how long a task is left alone after the first look that told nothing. */
    @WithDefault("2s")
    Duration firstBackoff();

    /** Where looks at a task tell nothing they get rarer, up to this time between two. */
    @WithDefault("5m")
    Duration longestBackoff();
  }
}
