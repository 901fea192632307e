package io.anteroom.api.body;

/** There is no memory for a body or an answer at the moment; nothing is wrong. */
public final class MemoryFullException extends RuntimeException {

  /** Whose memory is full, as a sentence. */
  MemoryFullException(String message) {
    super(message, null, false, false);
  }
}
