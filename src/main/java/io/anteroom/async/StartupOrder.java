package io.anteroom.async;

/**
 * Priorities of what runs at the start, lowest first. Checks that can stop the start come before
 * the scheduler (0): otherwise its first job may log a failure of its own during a failing start.
 */
public final class StartupOrder {

  /** What the command line asks for instead of serving. It needs few of the settings. */
  public static final int COMMAND = -300;

  /** The first connections to the database are opened while the start goes on. */
  public static final int CONNECTIONS = -250;

  /** Checks of the configuration. */
  public static final int SETTINGS = -200;

  /** The wait for the database, and its migrations. */
  public static final int MIGRATIONS = -150;

  /** Checks of the database that the configuration names. */
  public static final int DATABASE = -100;

  private StartupOrder() {}
}
