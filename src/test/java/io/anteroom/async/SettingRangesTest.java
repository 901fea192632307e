package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingRangesTest {

  private final SettingRanges ranges = new SettingRanges("a.b");

  @Test
  void theBoundsAreInside() {
    ranges.atLeast(1, "x", 1);
    ranges.between(1, 5, "x", 1);
    ranges.between(1, 5, "x", 5);
    ranges.positive("x", Duration.ofMillis(1));
    ranges.allPositive("x", List.of(Duration.ofMillis(1)));
    ranges.notNegative("x", Duration.ZERO);
    ranges.atLeast(Duration.ofSeconds(1), "x", Duration.ofSeconds(1));
    ranges.atMost(Duration.ofSeconds(1), "x", Duration.ofSeconds(1));
    ranges.between(Duration.ZERO, Duration.ofDays(1), "x", Duration.ZERO);
    ranges.between(Duration.ZERO, Duration.ofDays(1), "x", Duration.ofDays(1));
    assertEquals(List.of(), ranges.lines());
  }

  @Test
  void whatIsJustOutsideHasALine() {
    ranges.atLeast(1, "x", 0);
    ranges.between(1, 5, "x", 0);
    ranges.between(1, 5, "x", 6);
    ranges.positive("x", Duration.ofNanos(999_999));
    ranges.allPositive("x", List.of(Duration.ofMillis(1), Duration.ZERO));
    ranges.notNegative("x", Duration.ofNanos(-1));
    ranges.atLeast(Duration.ofSeconds(1), "x", Duration.ofMillis(999));
    ranges.atMost(Duration.ofSeconds(1), "x", Duration.ofMillis(1001));
    ranges.between(Duration.ZERO, Duration.ofMinutes(1), "x", Duration.ofSeconds(-1));
    ranges.between(Duration.ZERO, Duration.ofMinutes(1), "x", Duration.ofSeconds(61));
    assertEquals(
        List.of(
            "a.b.x: must be at least 1, is 0",
            "a.b.x: must be from 1 to 5, is 0",
            "a.b.x: must be from 1 to 5, is 6",
            "a.b.x: must be longer than 0, is 0.000999999s",
            "a.b.x[1]: must be longer than 0, is 0s",
            "a.b.x: must not be negative, is -0.000000001s",
            "a.b.x: must be at least 1s, is 0.999s",
            "a.b.x: must be at most 1s, is 1.001s",
            "a.b.x: must be from 0s to 1m, is -1s",
            "a.b.x: must be from 0s to 1m, is 1m1s"),
        ranges.lines());
  }
}
