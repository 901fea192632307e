package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.TestSettings;
import io.anteroom.callback.http.ReceiverResponse;
import io.anteroom.callback.outbox.CallbackState;
import io.anteroom.callback.outbox.DeliveryAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

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
  void jitterOnlyLengthensAWait() {
    assertEquals(Duration.ofMillis(5_500), after(0, failed(500, null), 1));
    assertEquals(Duration.ofMillis(5_250), after(0, failed(500, null), 0.5));
  }

  @Test
  void retryAfterOnlyLengthensAWaitUpToItsMaximum() {
    assertEquals(Duration.ofHours(1), after(0, failed(429, Duration.ofHours(1)), 0));
    assertEquals(Duration.ofHours(24), after(0, failed(503, Duration.ofDays(365)), 0));
    assertEquals(Duration.ofHours(2), after(3, failed(429, Duration.ofSeconds(1)), 0));
  }

  @Test
  void aDeliveredOrGoneCallbackHasNoNextAttempt() {
    assertEquals(CallbackState.DELIVERED, schedule(() -> 0).after(6, failed(204, null)).state());
    assertEquals(CallbackState.GONE, schedule(() -> 0).after(0, failed(410, null)).state());
    assertEquals(CallbackState.PENDING, schedule(() -> 0).after(0, failed(404, null)).state());
  }

  private static Duration after(int step, DeliveryAttempt deliveryAttempt, double random) {
    return schedule(() -> random).after(step, deliveryAttempt).nextIn();
  }

  private static RetrySchedule schedule(DoubleSupplier random) {
    return new RetrySchedule(TestSettings.of(CallbackSettings.class), random);
  }

  private static DeliveryAttempt failed(int status, Duration retryAfter) {
    ReceiverResponse answer =
        new ReceiverResponse(status, "", null, Optional.ofNullable(retryAfter));
    return DeliveryAttempt.answered(Instant.EPOCH, Duration.ZERO, answer);
  }
}
