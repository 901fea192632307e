package io.anteroom.async.json;

/** A document that holds more than is read of one, whatever it holds. */
public final class TooLargeJsonException extends UnreadableJsonException {

  TooLargeJsonException(long maxTokens) {
    super(null, "The document holds more than %d values, names and brackets.".formatted(maxTokens));
  }
}
