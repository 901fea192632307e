package io.anteroom.upload;

/**
 * The spool cannot be used at the moment: its directory is not mounted or is another one, or what
 * it is made of does not answer. It says nothing about the files that are in it.
 */
public final class SpoolUnavailableException extends RuntimeException {

  public SpoolUnavailableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
