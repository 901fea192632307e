package io.anteroom.async.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values pass through unchanged, or are refused with their path. */
class JsonReaderTest {

  private static final JsonReader CLIENT = JsonReader.ofClient();
  private static final JsonReader UPSTREAM = JsonReader.ofUpstream();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1234567890123456789012345",
        "1.0",
        "100.0",
        "1e400",
        "-1E+400",
        "1e-400",
        "1E400000000",
        "-0",
        "-0.0",
        "1E5",
        "123456789012345678901234567890",
        "9223372036854775807",
        "9223372036854775808",
        "0.30000000000000004",
        "2.50",
        "0e0"
      })
  void numbersKeepTheirSpelling(String number) throws UnreadableJsonException {
    String document = "{\"a\":%s,\"b\":[%s,{\"c\":%s}]}".formatted(number, number, number);
    assertEquals(document, JsonWriter.text(CLIENT.read(document)));
    assertEquals(document, new String(JsonWriter.bytes(UPSTREAM.read(bytes(document)))));
    assertEquals(number, JsonWriter.text(CLIENT.read(number)));
  }

  @Test
  void numbersOfAnyLengthAreReadInBoundedTime() throws UnreadableJsonException {
    String number = "9".repeat(100_000);
    JsonNode node = UPSTREAM.read(number);
    assertEquals(number, JsonWriter.text(node));
    assertEquals(Long.MAX_VALUE, node.asLong());
    assertEquals(Long.MAX_VALUE, CLIENT.read("1e999999999").asLong());
    assertEquals(0, CLIENT.read("1e-999999999").asInt());
    assertTrue(CLIENT.read("7").isInt());
    assertEquals(7, CLIENT.read("7").asInt());
    assertFalse(CLIENT.read("7.0").isIntegralNumber());
  }

  @Test
  void textKeepsItsMeaningAndKeysTheirOrder() throws UnreadableJsonException {
    String document =
        "{\"z\":\"ä\u2028\ud83d\ude80\\\"\\\\\\n\ufffd\",\"\":null,\"a\":[true,false,[],{}]}";
    assertEquals(document, JsonWriter.text(CLIENT.read(bytes(document))));
    assertEquals(
        digest("{\"a\":1,\"b\":{\"c\":3,\"d\":2.0}}"),
        digest("{\"b\":{\"d\":2.0,\"c\":3},\"a\":1}"));
    assertNotEquals(digest("{\"a\":1.0}"), digest("{\"a\":1}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a': '\\ud800'} | a",
        "{'a': '\\udc00\\ud800'} | a",
        "{'a': {'b': [1, 'x\\ud83d']}} | a.b[1]",
        "{'items': [{}, {'text': '\\udfff'}]} | items[1].text",
        "{'metadata': {'\\ud800': 1}} | metadata",
        "{'a': {'b': {'k\\u0000': 1}}} | a.b",
        "{'a': '\\u0000'} | a",
        "{'a': 1, 'a': 2} | a",
        "{'a': {'b': 1, 'c': 2, 'b': 1}} | a.b",
        "{'\\ud800': 1} | ",
        "{'a': '\\ude80\\ud83d'} | a",
      })
  void unsupportedTextIsRefusedWithItsPath(String document, String field) {
    String json = document.replace('\'', '"');
    assertEquals(
        field, assertThrows(UnreadableJsonException.class, () -> CLIENT.read(json)).field());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7b2261223a22ff227d", // a byte that is in no UTF-8
        "7b2261223a22c080227d", // U+0000, overlong
        "7b2261223a22e08080227d", // the same in three bytes
        "7b2261223a22c1bf227d", // U+007F, overlong
        "7b2261223a22eda080227d", // half of a pair (CESU-8)
        "7b2261223a22eda0bdedba80227d", // a pair of them
        "7b2261223a22f4908080227d", // beyond U+10FFFF
        "7b2261223a22e282227d", // cut off
        "7b22c0ae223a317d", // in a key
        "feff007b007d", // UTF-16
        "7b007d00"
      })
  void invalidUtf8IsNoJson(String hex) {
    byte[] document = java.util.HexFormat.of().parseHex(hex);
    byte[] blanks = new byte[100_000];
    Arrays.fill(blanks, (byte) ' ');
    byte[] large = Arrays.copyOf(document, document.length + blanks.length);
    System.arraycopy(blanks, 0, large, document.length, blanks.length);
    for (JsonReader reader : new JsonReader[] {CLIENT, UPSTREAM}) {
      assertThrows(UnreadableJsonException.class, () -> reader.read(document));
      assertThrows(UnreadableJsonException.class, () -> reader.read(large));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,",
        "{\"a\":",
        "\"x",
        "NaN",
        "[NaN]",
        "[Infinity]",
        "[-Infinity]",
        "[01]",
        "[+1]",
        "[.5]",
        "[1.]",
        "{} {}",
        "{}x",
        "[]]",
        "<html></html>",
        "{'a':1}",
        "{a:1}",
        "nul",
        "[1,]",
        "/**/{}",
        "[\"\t\"]"
      })
  void invalidJsonIsRefusedWithoutQuotingIt(String text) {
    for (JsonReader reader : new JsonReader[] {CLIENT, UPSTREAM}) {
      UnreadableJsonException failure =
          assertThrows(UnreadableJsonException.class, () -> reader.read(text));
      assertEquals(null, failure.field());
    }
  }

  @Test
  void aByteOrderMarkIsSkipped() throws UnreadableJsonException {
    assertEquals("{}", JsonWriter.text(UPSTREAM.read("\ufeff{}")));
    assertEquals("{}", JsonWriter.text(UPSTREAM.read(bytes("\ufeff{}"))));
    String large = "{\"a\":\"%s\"}".formatted("ä".repeat(20_000));
    assertEquals(large, JsonWriter.text(UPSTREAM.read("\ufeff" + large)));
    assertEquals(large, JsonWriter.text(UPSTREAM.read(bytes("\ufeff" + large))));
    assertThrows(UnreadableJsonException.class, () -> UPSTREAM.read("\ufeff\ufeff{}"));
  }

  @Test
  void aLoneSurrogateOfTheUpstreamIsWrittenAsAnEscape() throws Exception {
    String document = "{\"a\\uD800\":\"\\uDC00x\",\"b\":1.0}";
    assertEquals(document, JsonWriter.text(UPSTREAM.read(document)));
  }

  /** Within a list of assets it is two levels deeper, and must still be readable there. */
  @Test
  void anAcceptedDocumentCanBeReadWithinAList() throws UnreadableJsonException {
    String deep = nested(JsonLimits.MAX_DEPTH_OF_CLIENT);
    JsonNode accepted = CLIENT.read(deep);
    String list = "{\"results\":[" + JsonWriter.text(accepted) + "]}";
    assertEquals(list, JsonWriter.text(UPSTREAM.read(list)));
    UnreadableJsonException failure =
        assertThrows(
            UnreadableJsonException.class,
            () -> CLIENT.read(nested(JsonLimits.MAX_DEPTH_OF_CLIENT + 1)));
    assertEquals("a", failure.field());
    assertThrows(
        UnreadableJsonException.class, () -> UPSTREAM.read(nested(JsonLimits.MAX_DEPTH + 1)));
    assertThrows(UnreadableJsonException.class, () -> CLIENT.read("[".repeat(1_000_000)));
  }

  /** Longer numbers would reach every client of the account, whose parsers may refuse them. */
  @Test
  void documentsThatUsualParsersRefuseAreRefused() throws UnreadableJsonException {
    String number = "1".repeat(1000);
    assertEquals(number, JsonWriter.text(CLIENT.read(number)));
    assertEquals("a.b[0]", refused("{\"a\":{\"b\":[1%s]}}".formatted(number)));
    assertEquals("a", refused("{\"a\":0.%s}".formatted(number)));
    String name = "k".repeat(50_000);
    CLIENT.read("{\"%s\":1}".formatted(name));
    assertEquals("a", refused("{\"a\":{\"%sk\":1}}".formatted(name)));
  }

  private static String refused(String document) {
    return assertThrows(UnreadableJsonException.class, () -> CLIENT.read(document)).field();
  }

  @Test
  void aDeepPathIsShortened() {
    String document = "{\"%s\": {\"b\": \"\\ud800\"}}".formatted("k".repeat(10_000));
    assertEquals(
        "k".repeat(200) + "…",
        assertThrows(UnreadableJsonException.class, () -> CLIENT.read(document)).field());
  }

  private static String digest(String document) throws UnreadableJsonException {
    return CanonicalJson.digest(CLIENT.read(document));
  }

  private static String nested(int levels) {
    return "{\"a\":".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
