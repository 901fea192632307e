package io.anteroom.api.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The part of RFC 7240 that is supported. */
class PreferHeaderTest {

  private static final Duration DEFAULT = Duration.ofSeconds(25);
  private static final Duration MAX = Duration.ofSeconds(600);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "wait=10 | 10 | wait=10",
        "Wait=10 | 10 | wait=10",
        "wait = 10 | 10 | wait=10",
        "wait=\"10\" | 10 | wait=10",
        "wait=10; foo=bar | 10 | wait=10",
        "wait=10, wait=20 | 10 | wait=10",
        "wait=0 | 0 | wait=0",
        "wait=601 | 600 | wait=600",
        "respond-async | 0 | respond-async",
        "respond-async, wait=10 | 10 | respond-async, wait=10",
        "handling=lenient, wait=3 | 3 | wait=3",
        "wait=-1 | 25 | null",
        "wait=soon | 25 | null",
        "wait | 25 | null",
        "wait=1000000 | 600 | wait=600",
        "wait=99999999999 | 600 | wait=600",
        "wait=99999999999999999999999999999999 | 600 | wait=600",
        "wait=\"1000000\" | 600 | wait=600",
        "wait=0000000010 | 10 | wait=10",
        "respond-async;x=\",\" | 0 | respond-async",
        "respond-async;x=\", wait=5\" | 0 | respond-async",
        "foo=\"a, wait=5, b\" | 25 | null",
        "foo=\"a\\\", wait=5\" | 25 | null",
        "foo=\"a;b\", wait=5 | 5 | wait=5",
        "foo=\"a, respond-async | 25 | null",
        "foo;bar=\"x;y, wait=9\"; baz, wait=5;q=\",\" | 5 | wait=5",
        "Respond-Async, WAIT=\"5\" | 5 | respond-async, wait=5",
        "respond-async=\"\" | 0 | respond-async",
        "respond-async-or-so | 25 | null",
        "await=5 | 25 | null",
        "wait=5 6 | 25 | null",
        "wait=+5 | 25 | null",
        "wait=5.5 | 25 | null",
        "wait=\"\" | 25 | null",
        "wait=\u0665 | 25 | null",
        "wait=5;wait=9 | 5 | wait=5",
        "respond-async;wait=9 | 0 | respond-async",
        ";;,=, | 25 | null",
        "'' | 25 | null",
      })
  void readsKnownPreferencesAndIgnoresOthers(String header, long seconds, String applied) {
    PreferHeader preferHeader = PreferHeader.parse(List.of(header));
    Duration wait = preferHeader.waitOr(DEFAULT, MAX);
    assertEquals(seconds, wait.toSeconds());
    assertEquals(Optional.ofNullable(applied), preferHeader.applied(wait));
  }

  @Test
  void severalLinesAreOneList() {
    PreferHeader preferHeader = PreferHeader.parse(List.of("respond-async", "wait=7"));
    assertEquals(7, preferHeader.waitOr(DEFAULT, MAX).toSeconds());
  }

  @Test
  void theFirstOfTwoLinesCountsAndAQuoteEndsWithItsLine() {
    assertEquals(7, waitOf("wait=7", "wait=9"));
    assertEquals(9, waitOf("foo=\"a", "wait=9"));
    assertEquals(9, waitOf("foo, bar;baz=\",\"", "Wait=\"9\"; x"));
  }

  @Test
  void noHeaderIsNoPreference() {
    assertEquals(DEFAULT, PreferHeader.parse(null).waitOr(DEFAULT, MAX));
  }

  private static long waitOf(String... lines) {
    return PreferHeader.parse(List.of(lines)).waitOr(DEFAULT, MAX).toSeconds();
  }
}
