package io.anteroom.cli.doctor;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * Compares clocks with the one of this machine. Receivers refuse callbacks that are more than five
 * minutes off.
 */
record ClockCheck(Clock clock) {

  private static final Duration USUAL = Duration.ofSeconds(5);
  private static final Duration WORST = Duration.ofMinutes(5);

  /** The clock of the server, by the header {@code Date}. */
  Finding ofDate(Answer answer) {
    String check = "clock of the server";
    return answer
        .header("date")
        .map(date -> ofDate(check, date, answer))
        .orElseGet(
            () -> Finding.notChecked(check, "The response has no Date. See the database's clock."));
  }

  private static Finding ofDate(String check, String date, Answer answer) {
    try {
      Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return compared(check, Duration.between(answer.middle(), there));
    } catch (DateTimeException e) {
      return Finding.warning(check, "Date is not a date: " + date, "");
    }
  }

  /** The clock of the database, by a moment that it gave about a second ago. */
  Finding ofDatabase(Instant reported, Answer answer) {
    return compared("clock of the database", Duration.between(answer.middle(), reported));
  }

  private static Finding compared(String check, Duration ahead) {
    long seconds = ahead.toMillis() / 1000;
    String words =
        seconds == 0
            ? "It agrees with the clock here."
            : "It is %d s %s the clock here."
                .formatted(Math.abs(seconds), seconds > 0 ? "ahead of" : "behind");
    if (ahead.abs().compareTo(USUAL) <= 0) {
      return Finding.ok(check, words);
    }
    return ahead.abs().compareTo(WORST) < 0
        ? Finding.warning(check, words, "Set both by NTP.")
        : Finding.failed(check, words, "Callbacks so far off are refused. Set both by NTP.");
  }
}
