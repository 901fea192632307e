package io.anteroom.waiting.stream;

/** A client, or an operator, has as many event streams open as it may have. */
public final class TooManyStreamsException extends RuntimeException {

  TooManyStreamsException(int max) {
    super("At most %d event streams of one caller are open on a replica at a time.".formatted(max));
  }
}
