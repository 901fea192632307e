package io.anteroom.upload;

/** The spool has no space for a file. Its message is a sentence for the client. */
public final class SpoolFullException extends RuntimeException {

  public SpoolFullException(String sentence) {
    super(sentence);
  }
}
