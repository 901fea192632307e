package io.anteroom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anteroom.sandbox.EmbeddedServers;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.mutiny.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A connection to Redis tells of its end with its own lock held, and needs that lock to be closed.
 * So an event loop that closes it must not hold what the one that is told of its end waits for.
 */
class RedisHintDeadlockTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long STUCK_SECONDS = 10;

  private final List<Handler<Void>> ends = new CopyOnWriteArrayList<>();
  private final List<String> closed = new CopyOnWriteArrayList<>();

  @Test
  void aConnectionThatEndsWhileItIsClosedHoldsUpNobody() {
    EmbeddedServers servers = EmbeddedServers.start();
    Vertx vertx = Vertx.vertx();
    Redis real = Redis.createClient(vertx.getDelegate(), servers.redisUrl());
    try {
      var redis = new io.vertx.mutiny.redis.client.Redis(watched(real));
      RedisHintConnection link =
          new RedisHintConnection(
              () -> redis, vertx.getDelegate(), List.of("c"), (channel, text) -> {});
      link.connect();
      Awaitility.await().atMost(SOON).until(link::isConnected);

      ends.get(0).handle(null);

      assertEquals(List.of("free", "free"), closed);
      Awaitility.await().atMost(SOON).until(link::isConnected);
      link.stop();
    } finally {
      real.close();
      vertx.close().await().indefinitely();
      servers.close();
    }
  }

  private Redis watched(Redis real) {
    return (Redis)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Redis.class},
            (self, method, arguments) -> {
              if (!method.getName().equals("connect")) {
                return method.invoke(real, arguments);
              }
              Future<RedisConnection> connection = real.connect().map(this::watched);
              return arguments == null ? connection : tell(connection, arguments[0]);
            });
  }

  /** The form of the call with a handler. */
  @SuppressWarnings("unchecked")
  private static Object tell(Future<RedisConnection> connection, Object handler) {
    connection.onComplete((Handler<AsyncResult<RedisConnection>>) handler);
    return null;
  }

  /** While it is closed, another thread tells of its end. */
  private RedisConnection watched(RedisConnection real) {
    return (RedisConnection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RedisConnection.class},
            (self, method, arguments) -> {
              if (method.getName().equals("endHandler")) {
                @SuppressWarnings("unchecked")
                Handler<Void> end = (Handler<Void>) arguments[0];
                ends.add(end);
              }
              if (method.getName().equals("close")) {
                closed.add(tellElsewhere(ends.get(0)));
              }
              Object result = method.invoke(real, arguments);
              return result == real ? self : result;
            });
  }

  private static String tellElsewhere(Handler<Void> end) {
    try {
      CompletableFuture.runAsync(() -> end.handle(null), run -> new Thread(run).start())
          .get(STUCK_SECONDS, TimeUnit.SECONDS);
      return "free";
    } catch (Exception e) {
      return "stuck: " + e;
    }
  }
}
