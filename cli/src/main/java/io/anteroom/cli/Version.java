package io.anteroom.cli;

/** Which version this is. A test compares it with the pom. */
public final class Version {

  /** The version of the command line. */
  public static final String OWN = "0.1.0";

  /** The version of the API that it was written for. */
  public static final String API = "2024-12-01";

  private Version() {}
}
