package io.anteroom.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.ClockReading;
import io.anteroom.async.ManualClock;
import io.anteroom.async.ManualTicker;
import io.anteroom.async.SuspendAwareClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A lease holds only while both clocks of the process say so. */
class ReplicaLeaseTest {

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final ManualTicker ticker = new ManualTicker();
  private final ManualClock wall = new ManualClock();
  private final SuspendAwareClock clocks = new SuspendAwareClock(ticker, wall);
  private final ReplicaLease lease = new ReplicaLease(clocks);

  @Test
  void holdsFromItsRenewalToItsEnd() {
    assertFalse(lease.holds(), "it has not begun");
    lease.extendTo(clocks.now().plus(LEASE));
    pass(Duration.ofMillis(9_999));
    assertTrue(lease.holds());
    pass(Duration.ofMillis(1));
    assertFalse(lease.holds());
  }

  @Test
  void timeDuringASuspendCounts() {
    lease.extendTo(clocks.now().plus(LEASE));
    wall.pass(LEASE);
    assertFalse(lease.holds());
    assertTrue(lease.endedBefore(Duration.ZERO));
    assertFalse(lease.endedBefore(Duration.ofMillis(1)));
  }

  @Test
  void settingTheWallClockBackProlongsNothing() {
    lease.extendTo(clocks.now().plus(LEASE));
    ticker.pass(LEASE);
    wall.pass(Duration.ofHours(-1));
    assertFalse(lease.holds());
  }

  @Test
  void aLostLeaseStaysLost() {
    ClockReading end = clocks.now().plus(LEASE);
    lease.extendTo(end);
    lease.lose();
    assertFalse(lease.holds());
  }

  private void pass(Duration time) {
    ticker.pass(time);
    wall.pass(time);
  }
}
