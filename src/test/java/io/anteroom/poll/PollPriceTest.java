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

class PollPriceTest {

  private static final Duration TARGET = Duration.ofMillis(100);

  @Property
  void thePriceRisesAsPermitsRunOut(
      @ForAll @IntRange(min = 1, max = 500) int usable,
      @ForAll @IntRange(min = 0, max = 500) int some,
      @ForAll @IntRange(min = 0, max = 60_000) int holdMillis) {
    int free = some % (usable + 1);
    PollPrice price = price(Duration.ofMillis(holdMillis), usable);
    assertTrue(price.ofOne(free) >= price.ofOne(free + 1));
    assertTrue(price.ofPage(free) >= price.ofPage(free + 1));
    assertTrue(price.min() <= price.ofOne(free) && price.min() <= price.ofPage(free));
  }

  @Test
  void withoutAPermitNothingIsPolled() {
    PollPrice price = price(Duration.ZERO, 200);
    assertEquals(Double.POSITIVE_INFINITY, price.ofOne(0));
    assertEquals(Double.POSITIVE_INFINITY, price.ofPage(0));
  }

  @Test
  void withoutALimitTheTargetIsThePrice() {
    PollPrice price = price(Duration.ZERO, 200);
    assertEquals(0.1, price.ofOne(1));
    assertEquals(0.1, price.ofPage(1));
  }

  @Test
  void theLastPermitsAreExpensiveForPagesOnly() {
    PollPrice price = price(Duration.ofSeconds(57), 57);
    assertEquals(0.1, price.min());
    assertEquals(2, price.ofOne(1), 0.1);
    assertEquals(55, price.ofPage(1), 1);
  }

  private static PollPrice price(Duration hold, int usable) {
    return PollPrice.of(new PermitSupply(hold, usable, usable, Optional.empty()), TARGET);
  }
}
