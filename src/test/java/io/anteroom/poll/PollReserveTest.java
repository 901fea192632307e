package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.TestSettings;
import io.anteroom.quota.QuotaSettings;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PollReserveTest {

  private final QuotaSettings quota = TestSettings.of(QuotaSettings.class);

  @Test
  void eachWaitingCallReservesOnePermitUpToHalf() {
    PollReserve pro = PollReserve.of(OptionalInt.of(60), quota);
    assertEquals(3, pro.permits(0));
    assertEquals(7, pro.permits(4));
    assertEquals(30, pro.permits(1000));
  }

  @Test
  void withoutALimitNothingIsReserved() {
    PollReserve unlimited = PollReserve.of(OptionalInt.empty(), quota);
    assertEquals(0, unlimited.permits(0));
    assertEquals(100, unlimited.permits(1000));
  }

  @Test
  void theConfiguredReserveMayExceedHalf() {
    QuotaSettings cautious =
        TestSettings.of(QuotaSettings.class, "anteroom.quota.interactive-reserve", "0.8");
    assertEquals(8, PollReserve.of(OptionalInt.of(10), cautious).permits(5));
    assertEquals(0, PollReserve.of(OptionalInt.of(1), cautious).permits(5));
  }
}
