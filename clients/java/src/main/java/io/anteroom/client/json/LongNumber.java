package io.anteroom.client.json;

/**
 * A number with more digits than are computed with. It is written as it was read, and its value is
 * the nearest {@code double}, which may be infinite. Immutable and thread-safe.
 */
final class LongNumber extends Number {

  private static final long serialVersionUID = 1L;

  private final String text;

  /** Of a number in JSON (RFC 8259, 6). */
  LongNumber(String text) {
    this.text = text;
  }

  @Override
  public int intValue() {
    return (int) doubleValue();
  }

  @Override
  public long longValue() {
    return (long) doubleValue();
  }

  @Override
  public float floatValue() {
    return Float.parseFloat(text);
  }

  @Override
  public double doubleValue() {
    return Double.parseDouble(text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LongNumber number && number.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
