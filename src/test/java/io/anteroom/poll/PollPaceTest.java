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
    assertEquals(new PollPace(Duration.ofSeconds(1), 1), pace(57, 57, 1, 1));
  }

  @Test
  void theFreePermitsLastUntilTheNextIsFree() {
    assertEquals(Duration.ofSeconds(10), pace(57, 57, 3, 30).between());
    assertEquals(Duration.ofSeconds(1), pace(57, 57, 57, 0).between());
  }

  @Test
  void aFastPaceIsMadeInStepsOfSeveralPolls() {
    assertEquals(new PollPace(LEAST, 10), pace(60, 6_000, 3_000, 0));
    assertEquals(new PollPace(LEAST, PollPace.MAX_AT_ONCE), pace(60, 60_000, 60_000, 0));
  }

  @Test
  void withoutALimitOnlyTheStepsAreBounded() {
    assertEquals(new PollPace(LEAST, PollPace.MAX_AT_ONCE), pace(0, 200, 200, 0));
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
    assertTrue(slower.compareTo(LEAST) >= 0);
  }

  private static PollPace pace(int hold, int usable, int free, int nextFree) {
    Optional<Duration> next =
        nextFree == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(nextFree));
    return PollPace.of(new PermitSupply(Duration.ofSeconds(hold), usable, free, next), LEAST);
  }
}
