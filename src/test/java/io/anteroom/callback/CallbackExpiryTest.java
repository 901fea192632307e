package io.anteroom.callback;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anteroom.TestSettings;
import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.callback.outbox.CallbackState;
import io.anteroom.callback.outbox.DeliveryDecision;
import io.anteroom.callback.outbox.OutboxFixture;
import io.anteroom.cluster.ClusterSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Callbacks to a dead receiver expire by their age. */
class CallbackExpiryTest {

  private static final String DEAD = "https://dead.example";
  private static final CallbackSettings SETTINGS = TestSettings.of(CallbackSettings.class);

  @AutoClose private final OutboxFixture store = new OutboxFixture();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CallbackExpiry callbackExpiry =
      new CallbackExpiry(
          store.pool(),
          new CallbackMetrics(registry),
          SETTINGS,
          TestSettings.of(ClusterSettings.class));

  @Test
  void theMaximumAgeIsThatOfTheWholeSchedule() {
    Duration waits = Duration.ofHours(27).plusMinutes(35).plusSeconds(5);
    Duration stretched = Duration.ofMillis(waits.toMillis() * 11 / 10);
    Duration attempts = Duration.ofSeconds(25).multipliedBy(8);
    assertEquals(
        stretched.plusHours(24).plus(attempts).plusHours(1), CallbackExpiry.longest(SETTINGS));
  }

  @Test
  void olderCallbacksExpireInBatchesAndAreCounted() {
    store.add(DEAD, 5, 0);
    age(1);
    store.add(DEAD, 2, 0);
    assertEquals(3, await(callbackExpiry.exhaust(3)));
    assertEquals(2, await(callbackExpiry.exhaust(3)));
    assertEquals(0, await(callbackExpiry.exhaust(3)));
    assertEquals(5, count("state = 'exhausted' and settled_at is not null"));
    assertEquals(2, count("state = 'pending'"));
    assertEquals(5, registry.counter("anteroom.callbacks.exhausted").count());
  }

  @Test
  void aSweepRepeatsUntilNothingIsLeft() {
    store.add(DEAD, 5, 0);
    age(1);
    await(callbackExpiry.exhaustAll(2));
    assertEquals(5, count("state = 'exhausted'"));
  }

  @Test
  void aReplicaWithoutDeliveryExpiresNothing() {
    store.add(DEAD, 1, 0);
    age(1);
    CallbackExpiry idle =
        new CallbackExpiry(
            store.pool(),
            new CallbackMetrics(registry),
            SETTINGS,
            TestSettings.of(ClusterSettings.class, "anteroom.cluster.work", "false"));
    await(idle.sweep());
    assertEquals(1, count("state = 'pending'"));
  }

  @Test
  void onlyALostAttemptExpires() {
    store.add(DEAD, 1, 0);
    CallbackClaim claim = store.claimOne(DEAD);
    age(1);
    await(callbackExpiry.sweep());
    assertEquals("pending", store.text(claim.id(), "state"));
    store.endLeases();
    await(callbackExpiry.sweep());
    assertEquals("exhausted", store.text(claim.id(), "state"));
    DeliveryDecision done = new DeliveryDecision(CallbackState.DELIVERED, Duration.ZERO);
    assertFalse(store.record(claim, OutboxFixture.delivered(), done));
  }

  private void age(int seconds) {
    store.postgres.sql(
        "update callback set delivery_started_at = now() - interval '%d s'"
            .formatted(CallbackExpiry.longest(SETTINGS).toSeconds() + seconds));
  }

  private int count(String condition) {
    return store.postgres.count("callback where " + condition);
  }
}
