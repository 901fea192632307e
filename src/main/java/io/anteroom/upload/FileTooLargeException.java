package io.anteroom.upload;

/** A file has more bytes than it may have. */
public final class FileTooLargeException extends RuntimeException {

  private final long max;

  public FileTooLargeException(long max) {
    super("a file has at most %d bytes".formatted(max));
    this.max = max;
  }

  /** How many it may have. */
  public long max() {
    return max;
  }
}
