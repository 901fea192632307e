package io.anteroom.api.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport.ClassReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RateLimitResponseHeadersTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Optional<Instant> PAUSED = Optional.of(Instant.MAX);

  @Test
  void tellsFreePermitsAndTheNextSlot() {
    assertFields(
        "\"search.text\";q=200;w=60",
        "\"search.text\";r=12;t=30",
        report(200, 188, Optional.empty(), 0, 29_001),
        OptionalInt.of(200));
  }

  @Test
  void withoutAUsedSlotTheResetIsTheWindow() {
    ClassReport untouched = report(200, 0, Optional.empty(), 0, -1);
    assertEquals(
        "\"search.text\";r=200;t=60",
        RateLimitResponseHeaders.of(untouched, OptionalInt.of(200), MINUTE).limit());
  }

  @Test
  void withoutAFreePermitTheResetIsTheNextSlot() {
    assertFields(
        "\"search.text\";q=10;w=60",
        "\"search.text\";r=0;t=8",
        report(9, 9, Optional.empty(), 7_200, 7_200),
        OptionalInt.of(10));
  }

  @Test
  void duringAPauseNoPermitIsFree() {
    assertFields(
        "\"search.text\";q=10;w=60",
        "\"search.text\";r=0;t=5",
        report(9, 0, PAUSED, 5_000, -1),
        OptionalInt.of(10));
  }

  @Test
  void anUnlimitedClassCountsCallsUnderWay() {
    assertFields(
        "\"search.text\";q=200;qu=\"concurrent-requests\"",
        "\"search.text\";r=195",
        report(200, 5, Optional.empty(), 0, 10),
        OptionalInt.empty());
    assertFields(
        "\"search.text\";q=180;qu=\"concurrent-requests\"",
        "\"search.text\";r=0;t=3",
        report(180, 5, PAUSED, 2_500, 10),
        OptionalInt.empty());
  }

  private static void assertFields(
      String policy, String limit, ClassReport report, OptionalInt perWindow) {
    assertEquals(
        new RateLimitResponseHeaders(policy, limit),
        RateLimitResponseHeaders.of(report, perWindow, MINUTE));
  }

  private static ClassReport report(
      int believed, int used, Optional<Instant> paused, long nextMillis, long freeMillis) {
    return new ClassReport(
        EndpointClass.SEARCH_TEXT,
        believed,
        used,
        paused,
        Optional.empty(),
        Duration.ofMillis(nextMillis),
        freeMillis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(freeMillis)),
        Duration.ZERO,
        MINUTE,
        Optional.empty());
  }
}
