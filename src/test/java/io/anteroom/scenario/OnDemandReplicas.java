package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * Replicas in the mode on-demand, one after the other. Each is started for some requests, and is
 * stopped when it rests: it has given up its lease and holds nothing.
 */
final class OnDemandReplicas {

  static final String LEASE = "6s";

  /** Shorter than a lease: it is given up, and does not end by itself. */
  private static final Duration REST = Duration.ofSeconds(4);

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String LEASES = "select count(*) from replica where lease_until > now()";
  private static final String HELD =
      "select (select count(*) from task where phase = 'submitting')"
          + " + (select count(*) from callback where claim is not null)";

  private final ScenarioServers servers;
  private final Map<String, String> environment;
  private int starts;
  private int kills;

  OnDemandReplicas(ScenarioServers servers, Map<String, String> environment) {
    this.servers = servers;
    this.environment = environment;
  }

  interface Requests {
    void to(AnteroomProcess replica) throws Exception;
  }

  /** Starts a replica for these requests, and stops it when it rests. */
  void run(Requests requests) throws Exception {
    try (AnteroomProcess replica = start()) {
      int heldByTheDead = servers.number(HELD);
      requests.to(replica);
      awaitRest(servers);
      int held = servers.number(HELD);
      assertTrue(held <= heldByTheDead, "a replica that rests holds %d".formatted(held));
    }
  }

  /** Kills a replica in the middle of its tick, or after it where there was little to do. */
  void killAtWork() {
    AnteroomProcess replica = start();
    CompletableFuture<HttpResponse<String>> tick = tick(replica, "?seconds=10");
    Awaitility.await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> servers.number(HELD) > 0 || tick.isDone());
    replica.kill();
    kills++;
    Awaitility.await().atMost(SOON).until(() -> leases(servers) == 0);
  }

  int starts() {
    return starts;
  }

  int kills() {
    return kills;
  }

  /** Sends a tick; any response will do. */
  static CompletableFuture<HttpResponse<String>> tick(AnteroomProcess replica, String query) {
    return ScenarioRequests.postAsync(
        replica, "/engine/tick" + query, "", "ce-tickkey", TestEnvironment.TICK);
  }

  /** How many replicas have a lease. */
  static int leases(ScenarioServers servers) {
    return servers.number(LEASES);
  }

  /** Returns when no replica has a lease; fails if none was given up. */
  static void awaitRest(ScenarioServers servers) {
    Awaitility.await()
        .atMost(REST)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> leases(servers) == 0);
  }

  private AnteroomProcess start() {
    return AnteroomProcess.start("on-demand-" + starts++, environment);
  }
}
