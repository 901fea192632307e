package io.anteroom.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.SilentProxy;
import io.anteroom.sandbox.EmbeddedServers;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Hints over a real Redis that falls silent. */
class RedisHintConnectionTest {

  private static final Duration SOON = Duration.ofMinutes(1);

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

  /** One of the two has connections that fall silent; it is heard, and hears, all the same. */
  @Test
  void silentConnectionsAreReplaced() {
    EmbeddedServers servers = EmbeddedServers.start();
    Vertx vertx = Vertx.vertx();
    try (SilentProxy proxy = new SilentProxy(URI.create(servers.redisUrl()).getPort())) {
      Redis behindProxy = Redis.createClient(vertx, "redis://127.0.0.1:" + proxy.port());
      Redis direct = Redis.createClient(vertx, servers.redisUrl());
      List<String> heard = new CopyOnWriteArrayList<>();
      List<String> heardOfOther = new CopyOnWriteArrayList<>();
      RedisHintConnection link = connected(vertx, behindProxy, heard);
      RedisHintConnection other = connected(vertx, direct, heardOfOther);
      link.publish("c", List.of("before"));
      Awaitility.await().atMost(SOON).until(() -> heardOfOther.contains("before"));

      proxy.silenceOpen();
      link.publish("c", List.of("lost"));
      Awaitility.await()
          .atMost(SOON)
          .until(
              () -> {
                link.publish("c", List.of("after"));
                other.publish("c", List.of("from the other"));
                return heardOfOther.contains("after") && heard.contains("from the other");
              });
      assertTrue(link.isConnected());
      assertFalse(heard.contains("after"), "it heard itself");
      link.stop();
      other.stop();
      behindProxy.close();
      direct.close();
    } finally {
      vertx.close().await().indefinitely();
      servers.close();
    }
  }

  /** One after the other they would be a message each. */
  @Test
  void hintsThatComeMeanwhileShareAMessage() {
    EmbeddedServers servers = EmbeddedServers.start();
    Vertx vertx = Vertx.vertx();
    Redis redis = Redis.createClient(vertx, servers.redisUrl());
    List<String> heard = new CopyOnWriteArrayList<>();
    List<String> messages = new CopyOnWriteArrayList<>();
    RedisConnection subscriber = redis.connect().await().atMost(SOON);
    subscriber.handler(push -> messages.add(push.get(2).toString()));
    subscriber.send(Request.cmd(Command.SUBSCRIBE).arg("c")).await().atMost(SOON);
    RedisHintConnection link = connected(vertx, redis, new CopyOnWriteArrayList<>());
    RedisHintConnection other = connected(vertx, redis, heard);
    List<String> hints = IntStream.range(0, 1000).mapToObj(i -> "hint " + i).toList();

    vertx.getDelegate().runOnContext(v -> hints.forEach(hint -> link.publish("c", List.of(hint))));

    Awaitility.await().atMost(SOON).until(() -> heard.size() == hints.size());
    assertEquals(hints, heard);
    Awaitility.await()
        .atMost(SOON)
        .until(() -> messages.stream().mapToLong(m -> m.lines().count() - 1).sum() == 1000);
    assertTrue(messages.size() < 500, messages.size() + " messages");
    link.stop();
    other.stop();
    redis.close();
    vertx.close().await().indefinitely();
    servers.close();
  }

  private static RedisHintConnection connected(Vertx vertx, Redis redis, List<String> heard) {
    RedisHintConnection link =
        new RedisHintConnection(
            () -> redis, vertx.getDelegate(), List.of("c"), (channel, text) -> heard.add(text));
    link.connect();
    Awaitility.await().atMost(SOON).until(link::isConnected);
    return link;
  }
}
