package io.anteroom.sandbox.upstream.content;

/** More bytes came than are taken. */
public final class TooLarge extends Exception {
  public TooLarge(long maxBytes) {
    super("larger than " + maxBytes + " bytes");
  }
}
