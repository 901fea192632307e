package io.anteroom.async.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text is cut between two characters. */
class UnicodeTextTest {

  @ParameterizedTest
  @CsvSource({
    "'', 1, ''",
    "ab, 2, ab",
    "abc, 2, ab…",
    "a🚀, 3, a🚀",
    "a🚀, 2, a…",
    "a🚀b, 3, a🚀…",
    "🚀🚀, 3, 🚀…",
    "🚀, 1, …",
    "äöü, 2, äö…",
  })
  void aPairOfSurrogatesIsNeverHalved(String text, int max, String cut) {
    assertEquals(cut, UnicodeText.cut(text, max));
    assertEquals(cut.replace("…", ""), UnicodeText.beginning(text, max));
  }
}
