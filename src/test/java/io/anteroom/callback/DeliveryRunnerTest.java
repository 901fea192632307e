package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.async.ManualTicker;
import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.callback.outbox.OutboxFixture;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Claims whose attempt was not begun. */
class DeliveryRunnerTest {

  private static final String WELL = "https://well.example";
  private static final CallbackSettings SETTINGS = TestSettings.of(CallbackSettings.class);

  @AutoClose private final OutboxFixture store = new OutboxFixture();
  private final CallbackMetrics metrics = new CallbackMetrics(new SimpleMeterRegistry());
  private final DeliveryCapacity deliveryCapacity =
      new DeliveryCapacity(SETTINGS, new ManualTicker(), metrics);
  private final DeliveryRunner deliveryRunner =
      new DeliveryRunner(
          store.outbox,
          claim -> Uni.createFrom().failure(new DeliveryPostponedException("the threads are busy")),
          deliveryCapacity,
          metrics,
          SETTINGS);

  @Test
  void aPostponedDeliveryIsDueSoonAndIsNoAttempt() {
    store.add(WELL, 1, 0);
    CallbackClaim claim = store.claimOne(WELL);
    run(claim);
    assertNull(store.text(claim.id(), "claim"));
    assertEquals("pending 0 0", store.text(claim.id(), "state || ' ' || step || ' ' || attempts"));
    assertEquals(0, store.attempts(claim.id()));
    assertTrue(store.routes().get(0).dueIn().toSeconds() <= 2, "long before its lease ends");
    IntStream.range(0, 10).forEach(i -> run(claim));
    assertEquals(
        4, deliveryCapacity.free(claim.route()), "the breaker is closed, the places are free");
  }

  @Test
  void aLostClaimIsNotGivenBack() {
    store.add(WELL, 1, 0);
    CallbackClaim lost = store.claimOne(WELL);
    store.endLeases();
    CallbackClaim held = store.claimOne(WELL);
    run(lost);
    assertEquals(held.token().toString(), store.text(held.id(), "claim"));
  }

  private void run(CallbackClaim claim) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    deliveryRunner.run(claim, () -> over.complete(null));
    over.orTimeout(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
