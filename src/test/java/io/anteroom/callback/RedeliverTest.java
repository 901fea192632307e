package io.anteroom.callback;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.IdleReplica;
import io.anteroom.PostgresFixture;
import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.callback.outbox.CallbackState;
import io.anteroom.callback.outbox.DeliveryDecision;
import io.anteroom.callback.outbox.OutboxFixture;
import io.anteroom.cluster.ClusterSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks that a client wants once more, while they are delivered and afterwards. */
@QuarkusTest
@TestProfile(IdleReplica.class)
@QuarkusTestResource(TestEnvironment.class)
class RedeliverTest {

  private static final String WELL = "https://well.example";
  private static final CallbackSettings SETTINGS = TestSettings.of(CallbackSettings.class);
  private static final String OLD =
      "update callback set delivery_started_at = now() - interval '%d s'"
          .formatted(CallbackExpiry.longest(SETTINGS).toSeconds() + 1);
  private static final DeliveryDecision DONE =
      new DeliveryDecision(CallbackState.DELIVERED, Duration.ZERO);

  @Inject DeliveryLog deliveryLog;

  @AutoClose private final OutboxFixture store = new OutboxFixture(PostgresFixture.ofService());
  private final CallbackExpiry callbackExpiry =
      new CallbackExpiry(
          store.pool(),
          new CallbackMetrics(new SimpleMeterRegistry()),
          SETTINGS,
          TestSettings.of(ClusterSettings.class));

  @BeforeEach
  void empty() {
    store.postgres.sql("truncate callback, callback_attempt");
  }

  @Test
  void aRedeliverDuringAnAttemptRestartsTheSchedule() {
    store.add(WELL, 1, 0);
    store.postgres.sql("update callback set step = 7, attempts = 7");
    CallbackClaim last = store.claimOne(WELL);
    assertTrue(redeliver(last.id(), "alice"));
    assertTrue(store.claim(1, OutboxFixture.limit(WELL, 1)).isEmpty(), "one by one");
    DeliveryDecision exhausted = new DeliveryDecision(CallbackState.EXHAUSTED, Duration.ZERO);
    store.record(last, OutboxFixture.failed(), exhausted);
    assertEquals("pending 0", store.text(last.id(), "state || ' ' || step"));
    assertEquals(last.id(), store.claimOne(WELL).id());
  }

  @Test
  void aDeliveredCallbackIsRedeliveredWithTheSameId() {
    store.add(WELL, 1, 0);
    CallbackClaim first = store.claimOne(WELL);
    store.record(first, OutboxFixture.delivered(), DONE);
    assertFalse(redeliver(first.id(), "bob"));
    assertTrue(redeliver(first.id(), "alice"));
    CallbackClaim again = store.claimOne(WELL);
    assertEquals(first.id(), again.id());
    assertEquals(0, again.step());
    store.record(again, OutboxFixture.delivered(), DONE);
    assertEquals(2, store.attempts(first.id()));
  }

  @Test
  void aRedeliverRestartsTheAge() {
    store.add(WELL, 1, 0);
    UUID id = store.claimOne(WELL).id();
    store.endLeases();
    store.postgres.sql(OLD);
    await(callbackExpiry.sweep());
    assertTrue(redeliver(id, "alice"));
    await(callbackExpiry.sweep());
    assertEquals("pending", store.text(id, "state"));
    assertEquals(id, store.claimOne(WELL).id());
  }

  private boolean redeliver(UUID id, String client) {
    return await(deliveryLog.redeliver(id, client, ChangeScope.ALONE));
  }
}
