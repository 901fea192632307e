package io.anteroom.client.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0        | 0
          20       | 20
          20.0     | 20
          20.7     | 21
          20, 20   | 20
          5,120 ,7 | 120
          ?, 7     | 7
          7, Sun, 06 Nov 1994 08:49:37 GMT, 5 | 7
          """)
  void theLongestOfTheSecondsCounts(String value, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), read(value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-5", "20 s", "1e3", "Sun Nov  6 1994", "12345678901"})
  void whatCannotBeReadIsNoTime(String value) {
    assertEquals(Optional.empty(), read(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EEE, dd MMM uuuu HH:mm:ss 'GMT'",
        "EEEE, dd-MMM-uu HH:mm:ss 'GMT'",
        "EEE MMM ppd HH:mm:ss uuuu"
      })
  void aDateIsReadInEachOfItsForms(String form) {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    DateTimeFormatter format = DateTimeFormatter.ofPattern(form, Locale.ENGLISH);
    Duration left = read(format.format(now.plusDays(3))).orElseThrow();
    assertTrue(left.compareTo(Duration.ofHours(70)) > 0, left.toString());
    assertTrue(left.compareTo(Duration.ofHours(72)) <= 0, left.toString());
    assertEquals(Optional.of(Duration.ZERO), read(format.format(now.minusDays(3))));
  }

  @Test
  void theLongestOfTheHeadersCounts() {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Retry-After", List.of("5", "90", "7")), (name, value) -> true);
    assertEquals(Optional.of(Duration.ofSeconds(90)), RetryAfter.of(headers));
  }

  private static Optional<Duration> read(String value) {
    return RetryAfter.of(
        HttpHeaders.of(Map.of("Retry-After", List.of(value)), (name, header) -> true));
  }
}
