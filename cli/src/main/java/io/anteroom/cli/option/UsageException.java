package io.anteroom.cli.option;

/** Something is missing or wrong in what the user gave: options, environment, profile. */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With words for the user. */
  public UsageException(String message) {
    super(message);
  }
}
