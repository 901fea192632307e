package io.anteroom.client.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":1,\"b\":[true,false,null,\"x\",{}],\"c\":{\"d\":[]}}",
        "{\"z\":1,\"a\":2}",
        "{\"n\":-0.10,\"m\":123456789012345678901234567890,\"k\":922337203685477580}",
        "{\"zero\":[0,-0,0.0,-0.0,0e0,-0E-0,0.00]}",
        "{\"exponent\":[1e2,1E2,1E+2,1e-05,2.50e+07,100e-2,1e999999999]}",
        "{\"t\":\"tab\\u0009 quote\\\" backslash\\\\ café \uD83D\uDE00\"}",
        "{\"half\":\"\\ud800\"}"
      })
  void whatIsReadIsWrittenAsItWas(String json) {
    assertEquals(json, JsonObject.parse(json).toString());
  }

  @Test
  void spaceAndEscapesAreRead() {
    JsonObject read = JsonObject.parse(" { \"a\\u0041\\/\\n\" :\t[ 1 , 2 ]\r\n} ");
    assertEquals(Map.of("aA/\n", List.of(1L, 2L)), read.fields());
  }

  @Test
  void numbersKeepTheirDigits() {
    JsonObject read = JsonObject.parse("{\"a\":1.10,\"b\":1e2,\"c\":7}");
    assertEquals(new BigDecimal("1.10"), read.fields().get("a"));
    assertEquals(new BigDecimal("1e2"), read.fields().get("b"));
    assertEquals(7L, read.fields().get("c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":+1}",
        "{\"a\":NaN}",
        "{\"a\":tru}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\":\"no end",
        "{\"a\":1} x",
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "<html>"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThrows(JsonException.class, () -> JsonObject.parse(text));
  }

  @Test
  void deepNestingIsRefusedBeforeTheStackOverflows() {
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThrows(JsonException.class, () -> JsonObject.parse(deep));
    String allowed = "{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}";
    assertEquals(allowed, JsonObject.parse(allowed).toString());
  }

  /** The service passes them on, and each is one value among many. */
  @Test
  void aNumberThatIsTooLongIsKeptAsItIs() {
    for (String number :
        List.of(
            "1".repeat(1_001),
            "-0." + "1".repeat(100_000),
            "1e1234567890",
            "1e9999999999",
            "1E+2147483648",
            "-1E+0000000001",
            "1e-99999999999")) {
      String json = "{\"a\":" + number + ",\"b\":2}";
      JsonObject read = JsonObject.parse(json);
      assertEquals(json, read.toString());
      assertEquals(2L, read.number("b").orElseThrow());
      assertEquals(
          Double.parseDouble(number), read.number("a").orElseThrow().doubleValue(), number);
      assertEquals(read, JsonObject.parse(json));
    }
  }

  @Test
  void fieldsAreReadByTheirTypes() {
    JsonObject json =
        JsonObject.parse(
            "{\"s\":\"x\",\"n\":3,\"b\":true,\"t\":\"2024-12-01T11:00:00+01:00\",\"none\":null,"
                + "\"o\":{\"i\":\"01a20e5a-5b1c-7c3e-9d2f-0a1b2c3d4e5f\"},\"l\":[{\"k\":1}]}");
    assertEquals("x", json.string("s").orElseThrow());
    assertEquals(3L, json.number("n").orElseThrow());
    assertEquals(true, json.bool("b").orElseThrow());
    assertEquals("2024-12-01T10:00:00Z", json.time("t").orElseThrow().toString());
    assertEquals(7, json.object("o").orElseThrow().uuid("i").orElseThrow().version());
    assertEquals(1L, json.objects("l").get(0).number("k").orElseThrow());
    assertEquals(Optional.empty(), json.string("none"));
    assertEquals(List.of(), json.objects("missing"));
  }

  @Test
  void aFieldOfAnotherTypeIsNotGuessed() {
    JsonObject json = JsonObject.parse("{\"s\":1,\"u\":\"x\",\"t\":\"noon\",\"l\":[1]}");
    assertThrows(JsonException.class, () -> json.string("s"));
    assertThrows(JsonException.class, () -> json.uuid("u"));
    assertThrows(JsonException.class, () -> json.time("t"));
    assertThrows(JsonException.class, () -> json.objects("l"));
  }

  @Test
  void valuesAreCopiedAndChecked() {
    List<Object> changing = new ArrayList<>(Arrays.asList("a", null, 1.5f));
    JsonObject json = JsonObject.empty().with("list", changing);
    changing.clear();
    assertEquals("{\"list\":[\"a\",null,1.5]}", json.toString());
    assertThrows(UnsupportedOperationException.class, () -> json.fields().put("x", 1));
    JsonObject empty = JsonObject.empty();
    assertThrows(IllegalArgumentException.class, () -> empty.with("x", Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> empty.with("x", new Object()));
    assertThrows(IllegalArgumentException.class, () -> empty.with("x", Map.of(1, 2)));
  }
}
