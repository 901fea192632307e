package io.anteroom.async.http;

import static io.anteroom.async.http.RetryAfterFixture.CLOCK;
import static io.anteroom.async.http.RetryAfterFixture.headers;
import static io.anteroom.async.http.RetryAfterFixture.read;
import static io.anteroom.async.http.RetryAfterFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  private static final long NOW = CLOCK.instant().getEpochSecond();

  @Test
  void readsSeconds() {
    assertEquals(seconds(7), read(Map.of("Retry-After", "7")));
    assertEquals(seconds(0), read(Map.of("Retry-After", " 0 ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Retry-After             | 20.7                                | 20700
          Retry-After             | 20, 20                              | 20000
          Retry-After             | 5, 20                               | 20000
          Retry-After             | 20;comment=x                        | 20000
          Retry-After             | "20"                                | 20000
          Retry-After             | +20                                 | 20000
          Retry-After             | 20s                                 | 20000
          Retry-After             | 30 seconds                          | 30000
          Retry-After             | 1 second                            | 1000
          Retry-After             | 30 s                                | 30000
          Retry-After             | 30sec                               | 30000
          Retry-After             | 90 secs;x=1                         | 90000
          Retry-After             | 1.5 Seconds                         | 1500
          Retry-After             | "2 minutes"                         | 120000
          Retry-After             | 2 min                               | 120000
          Retry-After             | 1 hour 2 mins 3 s                   | 3723000
          Retry-After             | 2hours                              | 7200000
          Retry-After             | 1 day                               | 86400000
          Retry-After             | 250 ms                              | 250
          Retry-After             | PT30S                               | 30000
          Retry-After             | pt1m30.5s                           | 90500
          Retry-After             | P1DT1H                              | 90000000
          Retry-After             | Sunday, 24-Nov-24 10:01:30 GMT      | 90000
          Retry-After             | Sun Nov 24 10:01:30 2024            | 90000
          Retry-After             | Tue Dec  3 10:00:00 2024            | 777600000
          Retry-After             | sun, 24 nov 2024 10:01:30 gmt       | 90000
          Retry-After             | Mon, 24 Nov 2024 10:01:30 GMT       | 90000
          Retry-After             | 24 Nov 2024 10:01:30 +0000          | 90000
          Retry-After             | Sun, 24 Nov 2024 10:01:30 GMT, 20   | 90000
          Retry-After             | 200, Sun, 24 Nov 2024 10:01:30 GMT  | 200000
          Retry-After             | 2024-11-24T10:01:30Z                | 90000
          Retry-After             | Sun, 24 Nov 2024 10:00:60 GMT       | 59000
          retry-after-ms          | 1500                                | 1500
          retry-after-ms          | 1500.5                              | 1501
          retry-after-ms          | 100, 1500                           | 1500
          x-ms-retry-after-ms     | 1500                                | 1500
          X-RateLimit-Reset       | 20                                  | 20000
          X-RateLimit-Reset       | 20.5                                | 20500
          X-RateLimit-Reset       | 1732442412                          | 12000
          X-RateLimit-Reset       | 1732442412.5                        | 12500
          X-RateLimit-Reset       | 1732442412000                       | 12000
          X-RateLimit-Reset       | 1732442412000000                    | 12000
          X-RateLimit-Reset       | 1732442412000000000                 | 12000
          X-RateLimit-Reset       | 1732442412000001                    | 12001
          X-RateLimit-Reset       | 3, 1732442412000000000              | 12000
          Retry-After             | 1732442412000                       | 12000
          Retry-After             | 1732442412000000                    | 12000
          Retry-After             | 1732442412000000000                 | 12000
          X-RateLimit-Reset       | 3, 1732442412                       | 12000
          X-RateLimit-Reset       | 2024-11-24T10:00:12Z                | 12000
          X-Rate-Limit-Reset      | 1732442412                          | 12000
          RateLimit-Reset         | 20                                  | 20000
          x-ratelimit-reset-after | 1.25                                | 1250
          x-ratelimit-reset-requests | 1m30s                            | 90000
          x-ratelimit-reset-requests | 120ms                            | 120
          x-ratelimit-reset-tokens | 6m0s                               | 360000
          X-Rate-Limit-Retry-After-Seconds | 30                         | 30000
          RateLimit               | "default";r=0;t=20                  | 20000
          RateLimit               | "default"; r=0; t=20                | 20000
          RateLimit               | default;R=0;T=20                    | 20000
          RateLimit               | "a, b;t=900";r=0;t=20               | 20000
          RateLimit               | "burst";r=0;t=20, "day";r=9;t=900   | 20000
          RateLimit               | "burst";r=0;t=20, "day";r=0;t=900   | 900000
          RateLimit               | "default";r=5;t=20                  | 20000
          RateLimit               | "default";t=20                      | 20000
          RateLimit               | limit=100, remaining=0, reset=20    | 20000
          """)
  void readsOtherHeaders(String header, String value, long millis) {
    assertEquals(Optional.of(Duration.ofMillis(millis)), read(Map.of(header, value)));
  }

  @Test
  void aWaitThatCannotBeReadIsToldOnceForEachHeader() {
    UnreadableWaitLog log = new UnreadableWaitLog();
    assertTrue(log.note("Retry-After", "next Tuesday"));
    assertFalse(log.note("Retry-After", "after lunch"));
    assertTrue(log.note("RateLimit-Reset", "\u0000".repeat(1000)));
  }

  @Test
  void theLongestOfThemCounts() {
    assertEquals(
        seconds(12), read(Map.of("Retry-After", "3", "X-RateLimit-Reset", "" + (NOW + 12))));
    assertEquals(seconds(30), read(Map.of("Retry-After", "30", "X-RateLimit-Reset", "20")));
    assertEquals(seconds(2), read(Map.of("Retry-After", "1", "Retry-After-Ms", "2000")));
    assertEquals(
        seconds(40), read(Map.of("Retry-After", "1", "RateLimit", "\"default\";r=0;t=40")));
    assertEquals(seconds(5), read(Map.of("Retry-After", "soon", "RateLimit-Reset", "5")));
  }

  @Test
  void aHugeValueIsALongWait() {
    for (String value : new String[] {"999999999", "99999999999999999999", "1" + "0".repeat(29)}) {
      assertTrue(read(Map.of("Retry-After", value)).orElseThrow().toDays() > 365, value);
    }
    assertTrue(read(Map.of("RateLimit", "\"d\";r=0;t=" + "9".repeat(20))).isPresent());
    assertTrue(read(Map.of("Retry-After", "PT2000000000000H")).orElseThrow().toDays() > 365);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "soon",
        "-5",
        "",
        " ",
        ",",
        "1e3",
        "0x14",
        "NaN",
        "20 20",
        "Sun, 99 Nov 2024 10:01:30 GMT",
        "Sun, 24 Foo 2024 10:01:30 GMT",
        "Sun, 24 Nov 2024 10:01:30 +9900",
        "2024-11-24T25:01:30+01:00",
        "2024-13-24T10:01:30-05:00",
        "2024-11-24",
        "tomorrow",
        "\"",
        ";",
        "1.2.3",
        "20 20s",
        "20 seconds ago",
        "20 lightyears",
        "1 second 2 seconds",
        "s",
        "P",
        "PT",
        "PT-30S",
        "-PT30S",
        "P1M",
        "PT99999999999999999999S"
      })
  void ignoresInvalidValues(String value) {
    assertEquals(Optional.empty(), read(Map.of("Retry-After", value)));
    assertEquals(Optional.empty(), read(Map.of("RateLimit", value)));
  }

  @Test
  void aHostileHeaderIsReadInBoundedTime() {
    for (String piece :
        new String[] {
          "a", "a ", "1", "\"", "1,", "Nov  ", ";t=1", "\\", "2024-", "1:", "1 ", "1s ", "1d\t",
          "1 m", "PT1", "1h 1m "
        }) {
      String value = piece.repeat(16_000 / piece.length());
      assertTimeoutPreemptively(
          Duration.ofSeconds(5),
          () -> {
            read(Map.of("Retry-After", value, "RateLimit", value, "X-RateLimit-Reset", value));
          });
    }
  }

  @Test
  void isEmptyWithoutHeaders() {
    assertEquals(Optional.empty(), read(Map.of()));
    assertEquals(Optional.empty(), read(Map.of("X-RateLimit-Reset", "9".repeat(21))));
    assertEquals(Optional.empty(), read(Map.of("RateLimit", "\"default\";r=0")));
  }

  @Test
  void rateLimitResetIsIgnoredOutsideA429() {
    Map<String, String> headers = headers(Map.of("X-RateLimit-Reset", "20", "Retry-After", "3"));
    assertEquals(seconds(3), RetryAfter.explicit(headers::get, CLOCK));
  }
}
