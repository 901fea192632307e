package io.anteroom.cli;

/** What the exit code says to scripts. */
public final class ExitCode {

  /** What was asked for is done. */
  public static final int DONE = 0;

  /** It failed. */
  public static final int FAILED = 1;

  /** The command line was not understood, or something is missing in it. */
  public static final int USAGE = 2;

  /** It goes on in Anteroom, and has not ended in time. */
  public static final int STILL_RUNNING = 3;

  /** The key is missing rights, or is not known. */
  public static final int NOT_AUTHORISED = 4;

  private ExitCode() {}

  /**
   * The code of several things together: a refused key first, then a failure, then what still runs.
   */
  public static int worst(int one, int other) {
    return severity(one) >= severity(other) ? one : other;
  }

  private static int severity(int code) {
    return switch (code) {
      case DONE -> 0;
      case STILL_RUNNING -> 1;
      case FAILED -> 2;
      default -> 3;
    };
  }
}
