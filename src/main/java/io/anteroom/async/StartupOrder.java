package io.anteroom.async;

/**
 * Priorities of what runs at the start, lowest first. Checks that can stop the start come before
 * the scheduler (0): otherwise its first job may log a failure of its own during a failing start.
 */
public final class StartupOrder {

  /** Checks of the configuration. */
  public static final int SETTINGS = -200;

  /** The wait for the database, checks of it, and its migrations. */
  public static final int MIGRATIONS = -150;

  private StartupOrder() {}
}
