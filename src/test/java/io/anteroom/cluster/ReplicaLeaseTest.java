package io.anteroom.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.async.ClockReading;
import io.anteroom.async.ManualTicker;
import io.anteroom.async.SuspendAwareClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A lease holds only while both clocks of the process say so. */
class ReplicaLeaseTest {

  private static final Duration LEASE = Duration.ofSeconds(10);

  private final ManualTicker ticker = new ManualTicker();
  private final AtomicLong wall = new AtomicLong();
  private final SuspendAwareClock clocks = new SuspendAwareClock(ticker, new SetClock());
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
    wall.addAndGet(LEASE.toMillis());
    assertFalse(lease.holds());
    assertTrue(lease.endedBefore(Duration.ZERO));
    assertFalse(lease.endedBefore(Duration.ofMillis(1)));
  }

  @Test
  void settingTheWallClockBackProlongsNothing() {
    lease.extendTo(clocks.now().plus(LEASE));
    ticker.pass(LEASE);
    wall.addAndGet(-3_600_000);
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
    wall.addAndGet(time.toMillis());
  }

  private final class SetClock extends Clock {
    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(wall.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
