package io.anteroom.sandbox.upstream.content;

/** More bytes came than are taken. */
public final class ContentTooLargeException extends Exception {
  public ContentTooLargeException(long maxBytes) {
    super("larger than " + maxBytes + " bytes");
  }
}
