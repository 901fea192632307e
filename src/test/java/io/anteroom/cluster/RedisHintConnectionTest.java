package io.anteroom.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SilentProxy;
import io.anteroom.sandbox.EmbeddedServers;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Hints over a real Redis that falls silent. */
class RedisHintConnectionTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** The port accepts connections without a server behind it, as some load balancers do. */
  @Test
  void aSilentNewConnectionIsRetried() throws IOException {
    EmbeddedServers servers = EmbeddedServers.start();
    Vertx vertx = Vertx.vertx();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Redis nobody = Redis.createClient(vertx, "redis://127.0.0.1:" + silent.getLocalPort());
      Redis real = Redis.createClient(vertx, servers.redisUrl());
      AtomicInteger clients = new AtomicInteger();
      RedisHintConnection link =
          new RedisHintConnection(
              () -> clients.getAndIncrement() == 0 ? nobody : real,
              vertx.getDelegate(),
              List.of("c"),
              (channel, text) -> {});
      link.connect();
      Awaitility.await().atMost(SOON).until(link::isConnected);
      link.stop();
      nobody.close();
      real.close();
    } finally {
      vertx.close().await().indefinitely();
      servers.close();
    }
  }

  @Test
  void silentConnectionsAreReplaced() {
    EmbeddedServers servers = EmbeddedServers.start();
    Vertx vertx = Vertx.vertx();
    try (SilentProxy proxy = new SilentProxy(URI.create(servers.redisUrl()).getPort())) {
      Redis redis = Redis.createClient(vertx, "redis://127.0.0.1:" + proxy.port());
      List<String> heard = new CopyOnWriteArrayList<>();
      RedisHintConnection link =
          new RedisHintConnection(
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
