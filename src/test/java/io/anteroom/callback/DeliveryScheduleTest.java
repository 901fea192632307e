package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryScheduleTest {

  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(5),
          Duration.ofHours(10),
          Duration.ofHours(10));

  @Test
  void theScheduleOfTheSpecificationIsTheDefault() {
    assertEquals(
        WAITS, IntStream.range(0, 7).mapToObj(step -> after(step, failed(500, null), 0)).toList());
    assertEquals(CallbackState.EXHAUSTED, schedule(() -> 0).after(7, failed(500, null)).state());
  }

  @Test
  void jitterMakesAWaitLongerNeverShorter() {
    assertEquals(Duration.ofMillis(5_500), after(0, failed(500, null), 1));
    assertEquals(Duration.ofMillis(5_250), after(0, failed(500, null), 0.5));
  }

  @Test
  void retryAfterCanAskForMoreTimeWithinBoundsAndNeverForLess() {
    assertEquals(Duration.ofHours(1), after(0, failed(429, Duration.ofHours(1)), 0));
    assertEquals(Duration.ofHours(24), after(0, failed(503, Duration.ofDays(365)), 0));
    assertEquals(Duration.ofHours(2), after(3, failed(429, Duration.ofSeconds(1)), 0));
  }

  @Test
  void whatIsDeliveredOrGoneHasNoNextAttempt() {
    assertEquals(CallbackState.DELIVERED, schedule(() -> 0).after(6, failed(204, null)).state());
    assertEquals(CallbackState.GONE, schedule(() -> 0).after(0, failed(410, null)).state());
    assertEquals(CallbackState.PENDING, schedule(() -> 0).after(0, failed(404, null)).state());
  }

  @Test
  void aWrongSettingIsNamed() {
    for (String wrong :
        List.of(
            "schedule=5s,0s",
            "jitter=1.1",
            "timeout=0s",
            "answer-limit=0",
            "at-once=0",
            "at-once-per-client=0",
            "at-once-per-endpoint=0",
            "breaker-failures=0",
            "breaker-pause=0s")) {
      String[] pair = ("anteroom.callbacks." + wrong).split("=");
      DeliverySettings settings = TestSettings.of(DeliverySettings.class, pair[0], pair[1]);
      RuntimeException refusal =
          org.junit.jupiter.api.Assertions.assertThrows(
              RuntimeException.class, () -> new DeliverySettingsCheck(settings));
      assertTrue(refusal.getMessage().startsWith(pair[0] + ": "), refusal.getMessage());
    }
  }

  private static Duration after(int step, Attempt attempt, double random) {
    return schedule(() -> random).after(step, attempt).nextIn();
  }

  private static DeliverySchedule schedule(DoubleSupplier random) {
    return new DeliverySchedule(TestSettings.of(DeliverySettings.class), random);
  }

  private static Attempt failed(int status, Duration retryAfter) {
    Answer answer = new Answer(status, "", null, Optional.ofNullable(retryAfter));
    return Attempt.answered(Instant.EPOCH, Duration.ZERO, answer);
  }
}
