package io.anteroom.callback;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.anteroom.TestSettings;
import io.anteroom.account.ClientsFixture;
import io.anteroom.callback.outbox.ClientEndpoint;
import io.anteroom.callback.outbox.OutboxFixture;
import io.anteroom.callback.secret.CallbackSecrets;
import io.anteroom.callback.secret.SecretCipher;
import io.anteroom.callback.secret.SecretSettings;
import io.anteroom.callback.secret.StoredSecrets;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A silent database holds no caller forever. */
@Tag("scenarios") // it waits its 15 seconds
class UnresponsiveDatabaseTest {

  private final OutboxFixture store = new OutboxFixture();
  private final DeliveryLog deliveryLog =
      new DeliveryLog(
          store.pool(), new CallbackDispatcher(null, store.outbox, null, null, null, false));
  private final CallbackSecrets secrets = secrets();
  private SqlConnection lock;

  @BeforeEach
  void freeze() {
    lock = await(store.pool().getConnection());
    await(lock.query("begin").execute());
    await(lock.query("lock table callback, callback_attempt, callback_secret").execute());
  }

  @AfterEach
  void close() {
    await(lock.query("rollback").execute());
    await(lock.close());
    store.close();
  }

  @Test
  void everyCallFailsAfterItsTimeout() {
    UUID task = UUID.randomUUID();
    List<Uni<?>> questions =
        List.of(
            secrets.of("alice"),
            secrets.facts("alice"),
            secrets.make("alice"),
            deliveryLog.of(task, "alice"),
            deliveryLog.redeliver(task, "alice"),
            store.pending.after(ClientEndpoint.FIRST, 10));
    List<CompletableFuture<Throwable>> failures =
        questions.stream().map(UnresponsiveDatabaseTest::failure).toList();
    failures.forEach(failure -> assertInstanceOf(TimeoutException.class, failure.join()));
    assertEquals(6, failures.size());
  }

  private static CompletableFuture<Throwable> failure(Uni<?> uni) {
    return uni.onItemOrFailure()
        .transform((item, failure) -> failure)
        .subscribeAsCompletionStage()
        .orTimeout(25, TimeUnit.SECONDS);
  }

  private CallbackSecrets secrets() {
    SecretSettings settings =
        TestSettings.of(
            SecretSettings.class,
            "anteroom.callbacks.encryption-key",
            "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=");
    return new CallbackSecrets(
        ClientsFixture.of(), new StoredSecrets(store.pool(), settings), new SecretCipher(settings));
  }
}
