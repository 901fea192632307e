package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.quota.PermitSupply;
import java.time.Duration;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PollPaceTest {

  private static final Duration LEAST = Duration.ofMillis(100);

  @Test
  void permitsThatComeFreeOneByOneAreSpentOneByOne() {
    PollPace pace = pace(57, 57, 1, 1);
    assertEquals(Duration.ofSeconds(1), pace.between());
    assertEquals(0, pace.due(Duration.ofMillis(999)));
    assertEquals(1, pace.due(Duration.ofSeconds(1)));
  }

  @Test
  void theFreePermitsLastUntilTheNextIsFree() {
    assertEquals(Duration.ofSeconds(10), pace(57, 57, 3, 30).between());
    assertEquals(Duration.ofSeconds(1), pace(57, 57, 57, 0).between());
  }

  @Test
  void aFastPaceIsMadeInStepsOfSeveralPolls() {
    assertEquals(10, pace(60, 6_000, 3_000, 0).due(LEAST));
    assertEquals(PollPace.MAX_AT_ONCE, pace(60, 60_000, 60_000, 0).due(LEAST));
  }

  @Test
  void withoutALimitOnlyTheStepsAreBounded() {
    assertEquals(PollPace.MAX_AT_ONCE, pace(0, 200, 200, 0).due(LEAST));
  }

  @Test
  void aLateStepMakesUpForWhatItMissedWithinASecond() {
    PollPace pace = pace(6, 60, 60, 0);
    Duration late = Duration.ofMillis(450);
    assertEquals(4, pace.due(late));
    assertEquals(Duration.ofMillis(50), pace.unspent(late, 4));
    assertEquals(Duration.ofSeconds(1), pace.unspent(Duration.ofMinutes(1), 1));
  }

  @Test
  void afterAnEarlyPollTheNextIsLater() {
    PollPace pace = pace(60, 60, 60, 0);
    assertEquals(Duration.ofMillis(-900), pace.unspent(LEAST, 1));
    assertEquals(Duration.ofSeconds(-1), pace.unspent(Duration.ZERO, 16));
    assertEquals(0, pace.due(Duration.ofMillis(-900)));
  }

  @Test
  void cancelsDoNotWaitForAPaceThatFewPermitsStretch() {
    PermitSupply supply =
        new PermitSupply(Duration.ofMinutes(1), 60, 60, 0, Optional.of(Duration.ofSeconds(40)));
    assertEquals(Duration.ofSeconds(40), PollPace.of(supply, LEAST).between());
    assertEquals(Duration.ofSeconds(2), PollPace.betweenEarlyCancels(supply));
  }

  @Property
  void theFewerPermitsAreFreeTheSlower(
      @ForAll @IntRange(min = 1, max = 500) int usable,
      @ForAll @IntRange(min = 0, max = 500) int some,
      @ForAll @IntRange(min = 0, max = 60) int hold,
      @ForAll @IntRange(min = 0, max = 60) int nextFree) {
    int free = some % (usable + 1);
    Duration slower = pace(hold, usable, free, nextFree).between();
    assertTrue(slower.compareTo(pace(hold, usable, free + 1, nextFree).between()) >= 0);
    assertTrue(slower.compareTo(Duration.ZERO) > 0);
  }

  private static PollPace pace(int hold, int usable, int free, int nextFree) {
    Optional<Duration> next =
        nextFree == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(nextFree));
    Duration taken = Duration.ofSeconds(hold);
    return PollPace.of(new PermitSupply(taken, usable, usable, free, next), LEAST);
  }
}
