package io.anteroom.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A simple reference for the ledger of one account and class. Times in seconds. */
final class NaiveQuotaLedger {

  private static final class Slot {
    private double freeAt = Double.NEGATIVE_INFINITY;
    private UUID grant;
  }

  private final List<Slot> slots = new ArrayList<>();
  private final double hold;
  private final double longestCall;
  private final double factor;
  private final double regain;
  private double now;
  private double pausedUntil = Double.NEGATIVE_INFINITY;
  private double refusedAt = Double.NaN;
  private double belief;

  NaiveQuotaLedger(int slots, double hold, double longestCall, double factor, double regain) {
    for (int n = 0; n < slots; n++) {
      this.slots.add(new Slot());
    }
    this.hold = hold;
    this.longestCall = longestCall;
    this.factor = factor;
    this.regain = regain;
  }

  void pass(double seconds) {
    now += seconds;
  }

  int allowed() {
    return Math.max(1, (int) Math.floor(belief()));
  }

  int grants(int max, int leave) {
    if (pausedUntil > now) {
      return 0;
    }
    int room = allowed() - taken() - leave * allowed() / slots.size();
    return Math.max(0, Math.min(max, room));
  }

  /** Checks permits of the ledger: the right number, and each of a free slot within the limit. */
  void granted(int expected, List<Permit> permits) {
    assertEquals(expected, permits.size(), "permits granted");
    int allowed = allowed();
    for (Permit permit : permits) {
      Slot slot = slots.get(permit.slot());
      assertTrue(slot.freeAt <= now, "a slot that was taken");
      assertTrue(permit.slot() < allowed, "a slot that is not believed in");
      slot.grant = permit.grantId();
      slot.freeAt = now + longestCall + hold;
    }
  }

  void settle(Permit permit, boolean used) {
    Slot slot = slots.get(permit.slot());
    if (permit.grantId().equals(slot.grant)) {
      slot.grant = null;
      slot.freeAt = used ? now + hold : now;
    }
  }

  void refuse(double pause) {
    double least = Math.ceil(slots.size() / 10.0);
    belief = Math.max(least, pausedUntil > now ? belief() - 1 : belief() * factor);
    refusedAt = now;
    pausedUntil = Math.max(pausedUntil, now + pause);
  }

  /** Seconds until a request may get a permit; a call under way may be answered at once. */
  double nextPermit(int leave) {
    int spare = slots.size() - allowed() + leave * allowed() / slots.size();
    double[] free =
        slots.stream().mapToDouble(slot -> Math.min(slot.freeAt, now + hold)).sorted().toArray();
    double slotAt = free[Math.min(spare, free.length - 1)];
    return Math.max(0, Math.max(slotAt, pausedUntil) - now);
  }

  private int taken() {
    return (int) slots.stream().filter(slot -> slot.freeAt > now).count();
  }

  private double belief() {
    return Double.isNaN(refusedAt)
        ? slots.size()
        : Math.min(slots.size(), belief + regain * (now - refusedAt));
  }
}
