package io.anteroom.async.json;

/**
 * A text that is no JSON, or holds what cannot be passed on as it is. The message is one sentence
 * that quotes nothing of the text but names of fields, safe to show to who sent it. Has no stack
 * trace.
 */
public class UnreadableJsonException extends Exception {

  private final String field;

  UnreadableJsonException(String field, String sentence) {
    super(sentence, null, false, false);
    this.field = field;
  }

  /** The text is no JSON, or no document that is wanted. */
  static UnreadableJsonException document(String what) {
    return new UnreadableJsonException(null, "The document %s.".formatted(what));
  }

  /** It is JSON, and a field of it cannot be taken. */
  static UnreadableJsonException field(String field, String what) {
    return new UnreadableJsonException(field, "The field %s %s.".formatted(field, what));
  }

  /**
   * Which field cannot be taken, such as {@code metadata.a[2].b}; null where the text is no JSON at
   * all.
   */
  public String field() {
    return field;
  }
}
