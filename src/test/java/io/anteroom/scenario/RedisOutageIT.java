package io.anteroom.scenario;

import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.sandbox.SandboxRedis;
import io.anteroom.sandbox.upstream.settings.SandboxEndpointClass;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Scanner;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A request waits on one replica, another one does the work, and Redis restarts, is down, or hangs.
 * Nothing changes except that the wait may end up to a second later.
 */
class RedisOutageIT {

  private static final int CALLS = 4;

  /** Connections that the cache may have: two where one search writes while the next reads. */
  private static final int CACHE = 2;

  private static final String CONNECTED = "hints between replicas: connected to Redis";

  @Test
  void withoutRedisNothingIsSlowerThanTheTick() {
    try (ScenarioServers servers = ScenarioServers.alone(SandboxSettings.instant(), "enterprise");
        AnteroomProcess waiting =
            AnteroomProcess.start(
                "redis-waits",
                servers.environment(
                    "ANTEROOM_CLUSTER_WORK", "false", "ANTEROOM_SEARCH_CACHE_TTL", "60s"));
        AnteroomProcess working = AnteroomProcess.start("redis-works", servers.environment())) {
      SandboxRedis redis = servers.servers().redis();
      awaitConnections(waiting, working, 1);
      measure("healthy, for comparison", waiting); // the first calls of a JVM are slow
      Duration healthy = measure("healthy", waiting);
      assertSearch(servers, waiting, "anteroom; fwd=miss; stored", 1);
      assertSearch(servers, waiting, "anteroom; hit; ttl=\\d+", 0);
      redis.freeze();
      assertSearch(servers, waiting, "anteroom; fwd=miss", 1);
      Duration hanging = measure("hanging", waiting);
      redis.thaw();
      redis.stop();
      assertSearch(servers, waiting, "anteroom; fwd=miss", 1);
      Duration gone = measure("gone", waiting);
      redis.startAgain();
      awaitConnections(waiting, working, 2);
      awaitSearch(waiting, "anteroom; fwd=miss; stored");
      assertSearch(servers, waiting, "anteroom; hit; ttl=\\d+", 0);
      Duration back = measure("restarted, empty", waiting);
      for (Duration troubled : new Duration[] {hanging, gone}) {
        assertTrue(troubled.minus(healthy).toMillis() < 2500, troubled.toString());
      }
      assertTrue(healthy.compareTo(gone) < 0, "hints arrive: " + healthy + ", without " + gone);
      assertTrue(back.compareTo(gone) < 0, "hints arrive again: " + back + ", without " + gone);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> clients(servers.environment().get("REDIS_URL")),
              allOf(greaterThanOrEqualTo(2 * 2 + 1), lessThanOrEqualTo(2 * 2 + 1 + CACHE)));
      assertEquals(0, servers.upstream().counters().doubledTaskIds());
    }
  }

  /** The same search is answered soon in every state of Redis. */
  private static void assertSearch(
      ScenarioServers servers, AnteroomProcess replica, String cacheStatus, int calls) {
    int before = servers.upstream().counters().calls(SandboxEndpointClass.SEARCH_TEXT);
    long start = System.nanoTime();
    HttpResponse<String> answer = search(replica);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertEquals(200, answer.statusCode(), answer.body());
    String status = answer.headers().firstValue("Cache-Status").orElse("none");
    assertTrue(status.matches(cacheStatus), status);
    assertEquals(
        calls, servers.upstream().counters().calls(SandboxEndpointClass.SEARCH_TEXT) - before);
    assertTrue(took.toMillis() < 3000, "a search took " + took);
  }

  private static void awaitSearch(AnteroomProcess replica, String cacheStatus) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> search(replica).headers().firstValue("Cache-Status").orElse(""),
            status -> status.matches(cacheStatus));
  }

  private static HttpResponse<String> search(AnteroomProcess replica) {
    return ScenarioRequests.postAsync(replica, "/search/text", "{\"query\": \"here\"}").join();
  }

  /** The mean time of a call; without hints it waits for two ticks, one for its submit. */
  private static Duration measure(String state, AnteroomProcess waiting) {
    long start = System.nanoTime();
    for (int i = 0; i < CALLS; i++) {
      JsonNode ended =
          ScenarioRequests.postJson(
              waiting, "/index-and-wait", "{\"text\": \"here\", \"collection_id\": \"c\"}");
      assertEquals("DONE", ended.path("status").asText(), ended.toString());
    }
    Duration mean = Duration.ofNanos((System.nanoTime() - start) / CALLS);
    System.out.printf("redis %s: %d ms a call%n", state, mean.toMillis());
    return mean;
  }

  private static void awaitConnections(AnteroomProcess one, AnteroomProcess other, int times) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> connections(one) >= times && connections(other) >= times);
  }

  private static int connections(AnteroomProcess replica) {
    return replica.log().split(CONNECTED, -1).length - 1;
  }

  /** The connections of Redis, with this one; each replica must have two. */
  private static int clients(String url) throws IOException {
    URI redis = URI.create(url);
    try (Socket socket = new Socket(redis.getHost(), redis.getPort());
        Scanner answer = new Scanner(socket.getInputStream(), StandardCharsets.US_ASCII)) {
      socket.getOutputStream().write("INFO clients\r\n".getBytes(StandardCharsets.US_ASCII));
      answer.skip("(?s).*?connected_clients:").useDelimiter("\\D");
      return answer.nextInt();
    }
  }
}
