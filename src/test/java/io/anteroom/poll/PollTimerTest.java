package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PollTimerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final AtomicLong now = new AtomicLong();
  private final PollTimer timer = new PollTimer(now::get);

  @Test
  void theFirstPollIsDueAtOnceAndTheNextByThePace() {
    assertEquals(1, timer.due());
    timer.supplied(new PollPace(SECOND));
    timer.polled(1);
    pass(Duration.ofSeconds(3)); // what was missed before the first poll is made up for a second
    timer.polled(timer.due());
    assertEquals(0, timer.due());
    Duration wait = timer.untilDue();
    assertTrue(wait.compareTo(Duration.ZERO) > 0 && wait.compareTo(SECOND) <= 0, wait.toString());
    pass(wait);
    assertEquals(1, timer.due());
  }

  @Test
  void withoutAPermitNoPollIsDueUntilItIsTimeToLookAgain() {
    timer.supplied(new PollPace(SECOND));
    pass(Duration.ofSeconds(10));
    timer.noPermitFor(Duration.ofMinutes(1));
    assertEquals(0, timer.due());
    assertEquals(SECOND, timer.untilDue());
    pass(SECOND);
    assertTrue(timer.due() > 0);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
