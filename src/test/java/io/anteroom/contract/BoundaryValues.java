package io.anteroom.contract;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Values at the limits of what a service can take. */
final class BoundaryValues {

  private static final String RIGHT_TO_LEFT = "\u202e";
  private static final String EMOJI = "\ud83d\ude80";

  private BoundaryValues() {}

  /** As a JSON text; not all of them are JSON. */
  static Arbitrary<String> json() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "null",
            "true",
            "\"\"",
            "\" \"",
            "[]",
            "{}",
            "[[]]",
            "{\"\": null}",
            "0",
            "-1",
            "-0",
            "1.5",
            "1e5",
            "1e999",
            "-1e999",
            "1e-999",
            "18446744073709551616",
            "1E400000000",
            "9223372036854775807",
            "-2147483649",
            "NaN",
            "01",
            "0x10",
            "+1",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\uffff\"",
            "\"\\x\"",
            "\"https://127.0.0.1/x\"",
            "\"http://[::1\"",
            "\"javascript:alert(1)\"",
            "\"//\"",
            "\"file:///etc/passwd\"",
            "\"../../x\"",
            "{\"anteroom_task\": 1}",
            "{\"a\": {\"b\": [null]}}",
            "{\"$ref\": \"#\"}",
            "{\"AND\": [{\"key\": 1}]}",
            "[null, 1, \"x\", {}]",
            "'x'",
            ""),
        texts().map(BoundaryValues::quoted),
        Arbitraries.bigIntegers().map(String::valueOf),
        Arbitraries.integers().between(1, 400).map("9"::repeat),
        Arbitraries.of(50, 900, 1100, 20_000).map(n -> "[".repeat(n) + "]".repeat(n)),
        Arbitraries.of(50, 900, 1100, 20_000).map(n -> "{\"a\":".repeat(n) + "1" + "}".repeat(n)));
  }

  static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(40),
        Arbitraries.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\ud800",
            RIGHT_TO_LEFT + "txt",
            "\uffff",
            "\ufeff",
            EMOJI,
            "e\u0301".repeat(50),
            "'; drop table task; --",
            "%s%n%x",
            "${jndi:ldap://x}",
            "\r\n\r\n"),
        Arbitraries.of(255, 256, 2048, 2049, 70_000).map("a"::repeat),
        Arbitraries.of(255, 256, 20_000).map(EMOJI::repeat));
  }

  /** As a part of a URL, percent-encoded or not. */
  static Arbitrary<String> inUrl() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "%00",
            "%2e%2e",
            "..",
            "%2F",
            "%zz",
            "%",
            "%e0%80%af",
            "%c0%ae",
            "%ff",
            ";a=b",
            "{id}",
            "*",
            "~",
            "//",
            "-1",
            "0",
            "1e9",
            "99999999999999999999",
            "null",
            "%F0%9F%9A%80",
            "%ed%a0%80",
            "00000000-0000-0000-0000-000000000000",
            "?",
            "&&&",
            "a=b=c",
            "[]",
            "%0d%0aX:%20y",
            "ä"),
        Arbitraries.of(300, 3000, 5000).map("a"::repeat),
        Arbitraries.strings().alpha().numeric().ofMaxLength(20));
  }

  /** As the value of a header, without the ends of lines. */
  static Arbitrary<String> inHeader() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "",
            " ",
            ",",
            ";",
            "=",
            "\"",
            "wait",
            "wait=",
            "wait=-1",
            "wait=999999999999",
            "wait=1;x",
            "respond-async,,,",
            "W/\"99\"",
            "\"",
            "*",
            "W/*",
            "0",
            "-1",
            "1-",
            "1-2-3",
            "18446744073709551616-1",
            "99999999999999999999-99999999999999999999",
            "\t",
            "\u0001",
            "2024-12-01",
            "Bearer",
            "Basic YTpi",
            "text/plain",
            "application/json;charset=nonsense",
            "application/json;charset=utf-16",
            "a/b/c",
            "*/*;q=nonsense",
            ";;;",
            "gzip",
            "100-continue"),
        Arbitraries.of(256, 4000, 9000).map("a"::repeat),
        Arbitraries.strings().withCharRange('\u0020', '\u00ff').ofMaxLength(30));
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
  }
}
