package io.anteroom.callback;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.anteroom.TestEnvironment;
import io.anteroom.async.sql.ChangeScope;
import io.anteroom.callback.outbox.ClientEndpoint;
import io.anteroom.callback.outbox.PendingEndpoints;
import io.anteroom.callback.secret.CallbackSecrets;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A silent database holds no caller forever. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
@Tag("scenarios") // it waits its 15 seconds
class UnresponsiveDatabaseTest {

  @Inject Pool pool;
  @Inject DeliveryLog deliveryLog;
  @Inject CallbackSecrets secrets;
  @Inject PendingEndpoints pendingEndpoints;

  private SqlConnection lock;

  @BeforeEach
  void freeze() {
    lock = await(pool.getConnection());
    await(lock.query("begin").execute());
    await(lock.query("lock table callback, callback_attempt, callback_secret").execute());
  }

  @AfterEach
  void close() {
    await(lock.query("rollback").execute());
    await(lock.close());
  }

  @Test
  void everyCallFailsAfterItsTimeout() {
    UUID task = UUID.randomUUID();
    String client = "client-" + task;
    List<Uni<?>> questions =
        List.of(
            secrets.of(client),
            secrets.facts(client),
            secrets.make(client),
            deliveryLog.of(task, "alice"),
            deliveryLog.redeliver(task, "alice", ChangeScope.ALONE),
            pendingEndpoints.after(ClientEndpoint.FIRST, 10));
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
}
