package io.anteroom.upload;

/**
 * The directory of the spool cannot be used at the moment: it is not mounted, is another one, or
 * its disk does not answer. It says nothing about the files that are in it.
 */
public final class SpoolUnavailableException extends RuntimeException {

  SpoolUnavailableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
