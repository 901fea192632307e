package io.anteroom.cluster.database;

import static io.anteroom.PostgresFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.SilentProxy;
import io.anteroom.TestSettings;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real PostgreSQL that falls silent behind a proxy that keeps connections open. */
class DatabasePoolCreatorTest {

  private static final int CONNECTIONS = 4;
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final Vertx vertx = Vertx.vertx();
  private PostgresFixture postgres;
  private SilentProxy proxy;
  private Pool pool;

  @BeforeEach
  void start() {
    postgres = PostgresFixture.create();
    PgConnectOptions server = postgres.connectOptions();
    proxy = new SilentProxy(server.getPort());
    pool = pool(server.setCachePreparedStatements(true).setHost("127.0.0.1").setPort(proxy.port()));
    postgres.sql("create table written (n int)");
  }

  @AfterEach
  void stop() {
    pool.close().await().atMost(Duration.ofSeconds(10));
    proxy.close();
    postgres.close();
    vertx.close();
  }

  private Pool pool(PgConnectOptions server) {
    return Pool.newInstance(
        new DatabasePoolCreator(
                TestSettings.of(
                    DatabaseSettings.class,
                    "anteroom.database.response-timeout",
                    SILENCE.toMillis() + "ms"),
                "")
            .create(vertx, List.of(server), new PoolOptions().setMaxSize(CONNECTIONS)));
  }

  @Test
  void deadConnectionsAreReplaced() {
    takeAll();
    proxy.silenceOpen();
    long since = System.nanoTime();
    awaitFullStrength();
    Duration away = Duration.ofNanos(System.nanoTime() - since);
    System.out.printf(
        "pool: %d connections silent, all replaced after %d ms (silence %d ms)%n",
        CONNECTIONS, away.toMillis(), SILENCE.toMillis());
    assertTrue(away.compareTo(SILENCE.multipliedBy(3)) < 0, "away for " + away);
  }

  /** The statements that run most often are long. */
  @Test
  void aLongStatementIsPreparedOnceForAConnection() {
    String statement = "select $1::int -- " + "long ".repeat(2_000);
    int prepared =
        await(
            pool.withConnection(
                c ->
                    c.preparedQuery(statement)
                        .execute(Tuple.of(1))
                        .chain(() -> c.preparedQuery(statement).execute(Tuple.of(2)))
                        .chain(
                            () ->
                                c.query(
                                        "select count(*)::int from pg_prepared_statements"
                                            + " where length(statement) > 10000")
                                    .execute())
                        .map(rows -> rows.iterator().next().getInteger(0))));
    assertEquals(1, prepared);
  }

  /** The server may have committed or not; the call fails as one without a response. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCommitWithoutAResponseFailsAndLeavesNoLock(boolean delivered) {
    proxy.silenceAt("COMMIT", delivered);
    assertThrows(
        RuntimeException.class,
        () ->
            await(
                pool.withTransaction(
                    c -> c.query("insert into written values (1)").execute().replaceWithVoid())));
    assertTrue(proxy.hasSilenced());
    awaitFullStrength();
    await(pool.query("set lock_timeout = '8s'; lock table written").execute());
    assertEquals(delivered ? 1 : 0, written());
  }

  @Test
  void aSilentServerDoesNotFillThePool() {
    proxy.answersNew(false);
    assertThrows(RuntimeException.class, this::takeAll);
    proxy.answersNew(true);
    awaitFullStrength();
  }

  /** Also connections that were idle for a while. */
  @Test
  void deadIdleConnectionsAreNotHandedOut() {
    takeAll();
    proxy.silenceOpen();
    long until = System.nanoTime() + SILENCE.toNanos();
    Awaitility.await().until(() -> System.nanoTime() > until);
    takeAll();
  }

  @Test
  void aSlowStatementIsNoSilence() {
    await(pool.query("select pg_sleep(0.6)").execute());
    takeAll();
  }

  private void awaitFullStrength() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .untilAsserted(this::takeAll);
  }

  /** A statement on each connection at once. */
  private void takeAll() {
    await(
        Multi.createFrom()
            .range(0, CONNECTIONS)
            .onItem()
            .transformToUniAndMerge(n -> pool.query("select pg_sleep(0.05)").execute())
            .collect()
            .asList());
  }

  private int written() {
    return postgres.count("written");
  }
}
