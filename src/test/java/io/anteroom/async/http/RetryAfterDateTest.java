package io.anteroom.async.http;

import static io.anteroom.async.http.RetryAfterFixture.read;
import static io.anteroom.async.http.RetryAfterFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Waits that are given as a date; the clock is at 2024-11-24T10:00:00Z. */
class RetryAfterDateTest {

  @Test
  void readsAnHttpDate() {
    assertEquals(seconds(90), read(Map.of("Retry-After", "Sun, 24 Nov 2024 10:01:30 GMT")));
    assertEquals(seconds(0), read(Map.of("Retry-After", "Sun, 24 Nov 2024 09:00:00 GMT")));
  }

  /** The clock is at 2024-11-24T10:00:00Z. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2024-11-24T10:01:30+00:00                                   | 90
          2024-11-24T11:01:30+01:00                                   | 90
          2024-11-24T11:01:30+0100                                    | 90
          2024-11-24T11:01:30+01                                      | 90
          2024-11-24T05:01:30-05:00                                   | 90
          2024-11-24T05:01:30-0500                                    | 90
          2024-11-24T15:31:30+05:30                                   | 90
          2024-11-24T05:01:30-05:00[America/New_York]                 | 90
          2024-11-24T10:01:29.001Z                                    | 90
          2024-11-24T11:01:29.5+01:00                                 | 90
          2024-11-24T10:02Z                                           | 120
          2024-11-24T11:02+01:00                                      | 120
          2024-11-24 10:01:30                                         | 90
          2024-11-24 10:01:30 UTC                                     | 90
          2024/11/24 11:01:30 +0100                                   | 90
          20241124T100130Z                                            | 90
          20241124T110130+0100                                        | 90
          2024-11-24T10:01:30+01:00                                   | 0
          Sun, 24 Nov 2024 05:01:30 EST                               | 90
          Sun, 24 Nov 2024 06:01:30 EDT                               | 90
          Sun, 24 Nov 2024 02:01:30 PST                               | 90
          Sun, 24 Nov 2024 10:01:30 EST                               | 18090
          Sun, 24 Nov 2024 04:01:30 CST                               | 90
          Sun, 24 Nov 2024 11:01:30 CET                               | 90
          Sun, 24 Nov 2024 11:01:30 IST                               | 90
          Sun, 24 Nov 2024 19:01:30 Asia/Tokyo                        | 90
          Sun, 24 Nov 2024 10:01:30 XYZ                               | 43290
          Sun, 24 Nov 2024 10:01:30 A                                 | 43290
          Sun, 24 Nov 2024 10:01:30 No/Where                          | 43290
          Sun, 24 Nov 2024 10:01:30 UT                                | 90
          Sun, 24 Nov 2024 11:01:30 +0100                             | 90
          Sun, 24 Nov 2024 05:01:30 -0500                             | 90
          Sun, 24 Nov 2024 10:01:30 -0000                             | 90
          Sun, 24 Nov 2024 05:01:30 GMT-0500                          | 90
          Sun, 24 Nov 2024 05:01:30 GMT-5                             | 90
          Sun, 24 Nov 2024 10:02 GMT                                  | 120
          24 November 2024 10:01:30 GMT                               | 90
          Sunday, 24-Nov-24 05:01:30 EST                              | 90
          Sun Nov 24 05:01:30 EST 2024                                | 90
          Sun Nov 24 05:01:30 2024 EST                                | 90
          Sun Nov 24 11:01:30 +0100 2024                              | 90
          Sun Nov 24 2024 11:01:30 GMT+0100 (Central European Time)   | 90
          Nov 24, 2024, 10:01:30 AM UTC                               | 90
          Nov 24, 2024 10:01:30 PM UTC                                | 43290
          20, 2024-11-24T11:01:30+01:00                               | 90
          200, 2024-11-24T11:01:30+01:00                              | 200
          """)
  void aDateIsReadInItsZoneAndNeverTooEarly(String value, long seconds) {
    assertEquals(seconds(seconds), read(Map.of("Retry-After", value)));
    assertEquals(seconds(seconds), read(Map.of("X-RateLimit-Reset", value)));
  }

  /** Subtracted from another time, the later reading of it would shorten the wait. */
  @Test
  void aDateOfTheServerCountsOnlyIfItCanBeReadInOneWay() {
    String until = "2024-11-24T10:01:30Z";
    assertEquals(
        seconds(90), read(Map.of("Date", "Sun, 24 Nov 2024 05:01:00 EST", "Retry-After", until)));
    assertEquals(
        seconds(30), read(Map.of("Date", "Sun, 24 Nov 2024 11:01:00 +0100", "Retry-After", until)));
  }

  @Test
  void aDateIsReadByTheClockOfTheServer() {
    Map<String, String> ahead =
        Map.of(
            "Date",
            "Sun, 24 Nov 2024 09:59:00 GMT",
            "Retry-After",
            "Sun, 24 Nov 2024 09:59:20 GMT");
    assertEquals(seconds(20), read(ahead));
    assertEquals(
        seconds(20),
        read(Map.of("Date", "Sun, 24 Nov 2024 09:59:00 GMT", "X-RateLimit-Reset", "1732442360")));
  }

  @Test
  void aYearOfTwoDigitsIsReadAsNear() {
    assertEquals(seconds(0), read(Map.of("Retry-After", "Sunday, 06-Nov-94 08:49:37 GMT")));
    assertTrue(
        read(Map.of("Retry-After", "Sunday, 06-Nov-60 08:49:37 GMT")).orElseThrow().toDays()
            > 9999);
  }
}
