package io.anteroom.passthrough;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCacheControlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "no-cache | false",
        "NO-Cache | false",
        "private, no-cache=\"a, b\" , x=1 | false",
        "max-age=0 | false",
        "max-age=\"0\" | false",
        "max-age | false",
        "max-age=-1 | false",
        "max-age=soon | false",
        "max-age=60 / max-age=0 | false",
        "max-age=60 / no-cache | false",
        "no-cache, max-age=60 | false",
        "no-store | true",
        "max-age=60 / No-Store | true",
      })
  void noneOfTheCacheIsWanted(String lines, boolean noStore) {
    RequestCacheControl control = parse(lines.split(" / "));
    assertTrue(control.wantsFresh());
    assertFalse(control.admits(Duration.ZERO));
    assertEquals(noStore, control.noStore());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "private",
        "max-stale=0",
        "x-no-cache",
        "x=\"no-cache\"",
        "no-cached",
        "no-store-me",
        "x=\"a, no-store\""
      })
  void anyOfTheCacheIsTaken(String line) {
    assertTrue(parse(line).admits(Duration.ofDays(1)));
    assertTrue(RequestCacheControl.parse(null).admits(Duration.ofDays(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"max-age=10", "Max-Age=\"10\"", "a, max-age=0010", "max-age=20, max-age=10"})
  void noOlderResponseIsTaken(String line) {
    RequestCacheControl control = parse(line);
    assertTrue(control.admits(Duration.ofSeconds(10)));
    assertFalse(control.admits(Duration.ofMillis(10_001)));
    assertFalse(control.admits(Duration.ofSeconds(-1)), "not known");
    assertFalse(control.wantsFresh());
  }

  @Test
  void aHugeAgeIsAny() {
    assertTrue(parse("max-age=" + "9".repeat(1000)).admits(Duration.ofDays(1000)));
  }

  private static RequestCacheControl parse(String... lines) {
    List<String> all = Arrays.asList(lines);
    return RequestCacheControl.parse(all);
  }
}
