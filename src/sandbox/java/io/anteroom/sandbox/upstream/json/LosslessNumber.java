package io.anteroom.sandbox.upstream.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.NumericNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** A number that is shown again as its caller wrote it, {@code 1E5} and {@code -0} too. */
final class LosslessNumber extends NumericNode {

  private static final long serialVersionUID = 1L;

  private final String text;

  LosslessNumber(String text) {
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
    return JsonToken.VALUE_NUMBER_FLOAT;
  }

  @Override
  public NumberType numberType() {
    return NumberType.BIG_DECIMAL;
  }

  @Override
  public Number numberValue() {
    return decimalValue();
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
  public double doubleValue() {
    return Double.parseDouble(text);
  }

  @Override
  public BigDecimal decimalValue() {
    return new BigDecimal(text);
  }

  @Override
  public BigInteger bigIntegerValue() {
    return decimalValue().toBigInteger();
  }

  @Override
  public boolean canConvertToInt() {
    return Math.abs(doubleValue()) <= Integer.MAX_VALUE;
  }

  @Override
  public boolean canConvertToLong() {
    return Math.abs(doubleValue()) < Long.MAX_VALUE;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LosslessNumber number && number.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
