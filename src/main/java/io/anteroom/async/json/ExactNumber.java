package io.anteroom.async.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A number as its sender wrote it: {@code 1.0}, {@code -0} and {@code 1E5} are written again with
 * these very characters, since whoever reads them further on may tell them apart. Equal is what is
 * written alike. Immutable.
 */
final class ExactNumber extends NumericNode {

  private static final int MAX_LONG = 19;

  private final String text;

  /**
   * @param text as JSON writes numbers
   */
  ExactNumber(String text) {
    this.text = text;
  }

  @Override
  public void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
    out.writeNumber(text);
  }

  @Override
  public String asText() {
    return text;
  }

  @Override
  public JsonToken asToken() {
    return isWhole() ? JsonToken.VALUE_NUMBER_INT : JsonToken.VALUE_NUMBER_FLOAT;
  }

  @Override
  public NumberType numberType() {
    if (!isWhole()) {
      return NumberType.BIG_DECIMAL;
    }
    if (canConvertToInt()) {
      return NumberType.INT;
    }
    return canConvertToLong() ? NumberType.LONG : NumberType.BIG_INTEGER;
  }

  /** Written without a fraction and without an exponent. */
  private boolean isWhole() {
    return text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9');
  }

  @Override
  public boolean isIntegralNumber() {
    return isWhole();
  }

  @Override
  public boolean isFloatingPointNumber() {
    return !isWhole();
  }

  @Override
  public boolean isInt() {
    return isWhole() && canConvertToInt();
  }

  @Override
  public boolean isLong() {
    return isWhole() && canConvertToLong() && !canConvertToInt();
  }

  @Override
  public boolean canConvertToInt() {
    return canConvertToLong() && longValue() == (int) longValue();
  }

  @Override
  public boolean canConvertToLong() {
    return Math.abs(doubleValue()) < Long.MAX_VALUE;
  }

  @Override
  public Number numberValue() {
    return isWhole() && canConvertToLong() ? (Number) longValue() : decimalValue();
  }

  @Override
  public int intValue() {
    return (int) longValue();
  }

  /** The nearest one; no number takes long to read as a long. */
  @Override
  public long longValue() {
    return isWhole() && text.length() < MAX_LONG
        ? Long.parseLong(text)
        : (long) Double.parseDouble(text);
  }

  @Override
  public double doubleValue() {
    return Double.parseDouble(text);
  }

  /** The same number, however many digits it has. */
  @Override
  public BigDecimal decimalValue() {
    return new BigDecimal(text);
  }

  /** Of a number with a large exponent it has as many digits: nothing here asks for it. */
  @Override
  public BigInteger bigIntegerValue() {
    return decimalValue().toBigInteger();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExactNumber number && number.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
