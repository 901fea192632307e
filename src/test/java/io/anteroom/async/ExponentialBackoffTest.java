package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExponentialBackoffTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTicker ticker = new ManualTicker();
  private final ExponentialBackoff backoff = new ExponentialBackoff(SECOND, ticker);

  @Test
  void nothingIsDelayedBeforeAFailureNorAfterItsWait() {
    assertEquals(Optional.empty(), backoff.remaining());
    backoff.failed();
    assertWaitsUpTo(SECOND);
    ticker.pass(SECOND);
    assertEquals(Optional.empty(), backoff.remaining());
  }

  @Test
  void failuresDuringAWaitAreOneFailure() {
    backoff.failed();
    Optional<Duration> before = backoff.remaining();
    backoff.failed();
    assertEquals(before, backoff.remaining());
  }

  @Test
  void theWaitDoublesUpToThirtyTwoTimesTheFirst() {
    for (int factor : new int[] {1, 2, 4, 8, 16, 32, 32}) {
      backoff.failed();
      assertWaitsUpTo(SECOND.multipliedBy(factor));
      ticker.pass(SECOND.multipliedBy(factor));
    }
  }

  @Test
  void aSuccessEndsIt() {
    backoff.failed();
    ticker.pass(SECOND);
    backoff.succeeded();
    backoff.failed();
    assertWaitsUpTo(SECOND);
  }

  /** The jitter takes off no more than a half. */
  private void assertWaitsUpTo(Duration most) {
    Duration wait = backoff.remaining().orElseThrow();
    assertTrue(wait.compareTo(most) <= 0 && wait.compareTo(most.dividedBy(2)) >= 0, wait::toString);
  }
}
