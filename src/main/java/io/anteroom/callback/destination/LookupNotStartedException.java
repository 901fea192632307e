package io.anteroom.callback.destination;

/**
 * A name was not looked up in time because our own threads were busy with others: says nothing of
 * the name, nor of its host. Has no stack trace.
 */
public final class LookupNotStartedException extends RuntimeException {

  LookupNotStartedException(String host) {
    super(
        "the look-up of %s has not begun: others are under way".formatted(host),
        null,
        false,
        false);
  }
}
