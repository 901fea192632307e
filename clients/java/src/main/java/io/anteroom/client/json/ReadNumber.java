package io.anteroom.client.json;

import java.math.BigDecimal;

/**
 * A number as it was read. It is written with the same characters: a zero keeps its sign, and an
 * exponent its form. Its value is exact. Immutable and thread-safe.
 */
final class ReadNumber extends BigDecimal {

  private static final long serialVersionUID = 1L;

  private final String text;

  /**
   * Of a number in JSON (RFC 8259, 6).
   *
   * @throws NumberFormatException if its exponent does not fit
   */
  ReadNumber(String text) {
    super(text);
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
