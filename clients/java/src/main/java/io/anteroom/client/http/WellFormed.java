package io.anteroom.client.http;

import java.nio.charset.StandardCharsets;

/** Texts that are sent as UTF-8, and not as JSON. Stateless. */
final class WellFormed {

  private WellFormed() {}

  /**
   * The same text.
   *
   * @param name what it is of, for the message
   * @throws IllegalArgumentException if it has half of a surrogate pair. As UTF-8 that would become
   *     a question mark, and so another text
   */
  static String text(String name, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(name + " has half of a surrogate pair.");
    }
    return text;
  }
}
