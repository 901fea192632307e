package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.async.ManualTicker;
import io.anteroom.callback.outbox.ClaimLimit;
import io.anteroom.callback.outbox.ClientEndpoint;
import io.anteroom.callback.outbox.DeliveryAttempt.Outcome;
import io.anteroom.callback.outbox.PendingEndpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaimLimitsTest {

  private final DeliveryCapacity deliveryCapacity =
      new DeliveryCapacity(
          TestSettings.of(CallbackSettings.class),
          new ManualTicker(),
          new CallbackMetrics(new SimpleMeterRegistry()));

  @Test
  void aClientWithAThousandDeadHostsLeavesTheSlotsOfOthers() {
    List<PendingEndpoint> pending = new ArrayList<>();
    IntStream.range(0, 1000).forEach(i -> pending.add(due("alice", "https://e" + i, i)));
    pending.add(due("bob", "https://well", 0));
    List<ClaimLimit> limits = ClaimLimits.of(pending, deliveryCapacity);
    assertEquals(17, limits.size(), "16 of alice, 1 of bob");
    assertTrue(
        limits.contains(new ClaimLimit(new ClientEndpoint("alice", "https://e999"), 4, 16)),
        "the oldest");
    limits.stream()
        .map(ClaimLimit::route)
        .filter(route -> route.client().equals("alice"))
        .forEach(deliveryCapacity::begin);
    assertEquals(48, deliveryCapacity.free());
    assertEquals(
        List.of(new ClaimLimit(new ClientEndpoint("bob", "https://well"), 4, 16)),
        ClaimLimits.of(pending, deliveryCapacity));
  }

  @Test
  void anOpenBreakerOfOneClientDoesNotAffectOthers() {
    ClientEndpoint broken = new ClientEndpoint("alice", "https://shared");
    IntStream.range(0, 5).forEach(i -> deliveryCapacity.attempted(broken, Outcome.FAILED));
    assertEquals(
        List.of(new ClaimLimit(new ClientEndpoint("bob", "https://shared"), 4, 16)),
        ClaimLimits.of(
            List.of(due("alice", "https://shared", 1), due("bob", "https://shared", 1)),
            deliveryCapacity));
  }

  private static PendingEndpoint due(String client, String endpoint, int since) {
    return new PendingEndpoint(new ClientEndpoint(client, endpoint), Duration.ofSeconds(-since));
  }
}
