package io.anteroom.api.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7240, as far as it is ours. */
class PreferTest {

  private static final Duration DEFAULT = Duration.ofSeconds(25);
  private static final Duration MOST = Duration.ofSeconds(600);

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
        "wait=99999999999 | 25 | null",
        ";;,=, | 25 | null",
        "'' | 25 | null",
      })
  void readsWhatItKnowsAndIgnoresTheRest(String header, long seconds, String applied) {
    Prefer prefer = Prefer.parse(List.of(header));
    Duration wait = prefer.waitOr(DEFAULT, MOST);
    assertEquals(seconds, wait.toSeconds());
    assertEquals(Optional.ofNullable(applied), prefer.applied(wait));
  }

  @Test
  void severalLinesAreOneList() {
    Prefer prefer = Prefer.parse(List.of("respond-async", "wait=7"));
    assertEquals(7, prefer.waitOr(DEFAULT, MOST).toSeconds());
  }

  @Test
  void noHeaderIsNoPreference() {
    assertEquals(DEFAULT, Prefer.parse(null).waitOr(DEFAULT, MOST));
  }
}
