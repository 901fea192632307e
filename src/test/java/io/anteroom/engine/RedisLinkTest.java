package io.anteroom.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SilentProxy;
import io.anteroom.sandbox.EmbeddedServers;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Hints over a real Redis that vanishes without a word. */
class RedisLinkTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void connectionsThatNobodyAnswersAreReplaced() {
    EmbeddedServers servers = EmbeddedServers.start();
    Vertx vertx = Vertx.vertx();
    try (SilentProxy proxy = new SilentProxy(URI.create(servers.redisUrl()).getPort())) {
      Redis redis = Redis.createClient(vertx, "redis://127.0.0.1:" + proxy.port());
      List<String> heard = new CopyOnWriteArrayList<>();
      RedisLink link =
          new RedisLink(
              () -> redis, vertx.getDelegate(), List.of("c"), (channel, text) -> heard.add(text));
      link.connect();
      Awaitility.await().atMost(SOON).until(link::isConnected);
      link.publish("c", List.of("before"));
      Awaitility.await().atMost(SOON).until(() -> heard.contains("before"));

      proxy.silenceOpen();
      link.publish("c", List.of("lost"));
      Awaitility.await()
          .atMost(SOON)
          .until(
              () -> {
                link.publish("c", List.of("after"));
                return heard.contains("after");
              });
      assertTrue(link.isConnected());
      link.stop();
      redis.close();
    } finally {
      vertx.close().await().indefinitely();
      servers.close();
    }
  }
}
