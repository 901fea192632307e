package io.anteroom.async;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.anteroom.TestEnvironment;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each piece of work has a session of its own, which ends with it. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class DatabaseSessionTest {

  @Inject DatabaseSession session;
  @Inject Vertx vertx;
  @Inject Pool pool;

  private final String account = "account-" + UUID.randomUUID();

  @AfterEach
  void clear() {
    await(pool.query("delete from operator_pause where account = '" + account + "'").execute());
  }

  @Test
  void workInsideOtherWorkFindsNoSessionButItsOwn() {
    List<Mutiny.Session> two =
        await(
            session.read(
                () ->
                    Panache.getSession()
                        .chain(
                            outer ->
                                session
                                    .read(Panache::getSession)
                                    .map(inner -> List.of(outer, inner)))));
    assertNotSame(two.get(0), two.get(1));
  }

  @Test
  void theOutcomeComesBackOnTheContextOfTheCaller() throws Exception {
    Context caller = vertx.getOrCreateContext();
    CompletableFuture<Context> seen = new CompletableFuture<>();
    caller.runOnContext(
        nothing ->
            session
                .read(Panache::getSession)
                .subscribe()
                .with(read -> seen.complete(Vertx.currentContext()), seen::completeExceptionally));
    assertSame(caller, seen.get(30, TimeUnit.SECONDS));
  }

  @Test
  void whoHangsUpDoesNotCancelTheWrite() {
    session.write(() -> pause().chain(this::sleep)).subscribe().with(written -> {}).cancel();
    Awaitility.await().until(() -> rows() == 1);
  }

  @Test
  void workThatFailsWritesNothing() {
    RuntimeException failure = new IllegalStateException("after the write");
    assertSame(
        failure,
        await(
            session
                .write(() -> pause().chain(() -> Uni.createFrom().failure(failure)))
                .onItemOrFailure()
                .transform((item, thrown) -> thrown)));
    assertEquals(0, rows());
  }

  private Uni<Integer> pause() {
    return Panache.executeUpdate("insert into AccountPause (account) values (?1)", account);
  }

  private Uni<Integer> sleep() {
    return Panache.getSession()
        .chain(
            open ->
                open.createNativeQuery("select 1 from pg_sleep(0.3)", Integer.class)
                    .getSingleResult());
  }

  private long rows() {
    return await(
            pool.query("select count(*) from operator_pause where account = '" + account + "'")
                .execute())
        .iterator()
        .next()
        .getLong(0);
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(Duration.ofSeconds(30));
  }
}
