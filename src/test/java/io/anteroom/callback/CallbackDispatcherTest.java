package io.anteroom.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.TestSettings;
import io.anteroom.async.Ticker;
import io.anteroom.callback.outbox.CallbackClaim;
import io.anteroom.callback.outbox.ClientEndpoint;
import io.anteroom.callback.outbox.DeliveryAttempt;
import io.anteroom.callback.outbox.OutboxFixture;
import io.anteroom.callback.outbox.PendingEndpoint;
import io.anteroom.callback.outbox.PendingEndpoints;
import io.anteroom.cluster.ClusterSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients with many dead receivers beside other clients. */
class CallbackDispatcherTest {

  private static final CallbackSettings SETTINGS = TestSettings.of(CallbackSettings.class);

  private final Vertx vertx = Vertx.vertx();
  private final OutboxFixture store = new OutboxFixture();
  private final List<CallbackClaim> attempted = new CopyOnWriteArrayList<>();
  private final CallbackMetrics metrics = new CallbackMetrics(new SimpleMeterRegistry());
  private final DeliveryCapacity deliveryCapacity =
      new DeliveryCapacity(SETTINGS, Ticker.SYSTEM, metrics);
  private final AtomicInteger pages = new AtomicInteger();
  private volatile int pagesToBob;

  private final PendingEndpoints counted =
      new PendingEndpoints(store.pool()) {
        @Override
        public Uni<List<PendingEndpoint>> after(ClientEndpoint after, int max) {
          pages.incrementAndGet();
          return super.after(after, max);
        }
      };

  private final CallbackDispatcher callbackDispatcher =
      new CallbackDispatcher(
          counted,
          store.outbox,
          new DeliveryRunner(store.outbox, this::hang, deliveryCapacity, metrics, SETTINGS),
          deliveryCapacity,
          vertx,
          TestSettings.of(ClusterSettings.class));

  @AfterEach
  void close() {
    callbackDispatcher.stop();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    store.close();
  }

  @Test
  void aClientWithThousandsOfDeadHostsUsesOnlyItsOwnSlots() {
    addManyHosts("alice", 3000);
    store.add("bob", "https://well.example", 1, 0);
    callbackDispatcher.wake();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> attemptsOf("bob") == 1);
    Awaitility.await().until(() -> attemptsOf("alice") == 16);
    assertEquals(
        16, attempted.stream().map(CallbackClaim::route).filter(this::isAlices).distinct().count());
    assertEquals(64 - 17, deliveryCapacity.free());
  }

  @Test
  void aClientWithoutFreeSlotsIsNotReadToItsEnd() {
    addManyHosts("alice", 20_000);
    store.add("bob", "https://well.example", 1, 0);
    callbackDispatcher.wake();
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> attemptsOf("bob") == 1);
    assertEquals(2, pagesToBob, "of a thousand routes each");
    Awaitility.await("and so again").during(Duration.ofMillis(500)).until(() -> pages.get() == 4);
  }

  private boolean isAlices(ClientEndpoint clientEndpoint) {
    return clientEndpoint.client().equals("alice");
  }

  private long attemptsOf(String client) {
    return attempted.stream().filter(claim -> claim.client().equals(client)).count();
  }

  private Uni<DeliveryAttempt> hang(CallbackClaim claim) {
    if (claim.client().equals("bob")) {
      pagesToBob = pages.get();
    }
    attempted.add(claim);
    return Uni.createFrom().nothing();
  }

  private void addManyHosts(String client, int hosts) {
    store.postgres.sql(
        """
        insert into callback (id, client, type, url, endpoint, due_at)
        select uuidv7(), '%s', 'task.done', 'https://e' || n || '.example/h',
               'https://e' || n || '.example', now() - interval '1 min'
        from generate_series(1, %d) n
        """
            .formatted(client, hosts));
    store.postgres.sql("analyze callback");
  }
}
