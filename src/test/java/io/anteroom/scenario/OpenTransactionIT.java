package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.EventStreamReader;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Another session keeps a write transaction open. One replica works, another one only answers, and
 * without Redis it knows only what it reads.
 */
class OpenTransactionIT {

  /**
   * It takes under a second, and two beside other scenarios on two busy cores. If the open
   * transaction were waited for, it would take until its end, and so longer than any wait here.
   */
  private static final Duration MAX = Duration.ofSeconds(5);

  private static final String INDEX = "{\"text\": \"here\", \"collection_id\": \"open\"}";
  private static final int ROUNDS = 2;

  @Test
  void openTransactionsDelayNoWaitingCallAndNoStream() throws SQLException {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise")) {
      Map<String, String> environment = servers.environment("REDIS_URL", "");
      CompletableFuture<AnteroomProcess> starting =
          CompletableFuture.supplyAsync(() -> AnteroomProcess.start("works", environment));
      Map<String, String> telling =
          servers.environment("REDIS_URL", "", "ANTEROOM_CLUSTER_WORK", "false");
      try (AnteroomProcess tells = AnteroomProcess.start("tells", telling);
          AnteroomProcess works = starting.join()) {
        String elsewhere = "jdbc:" + servers.servers().databaseUrl();
        try (Connection theirs = open(elsewhere, servers)) {
          tellAll(servers, tells, "of another database");
          theirs.rollback();
        }
        String here = "jdbc:" + environment.get("DATABASE_URL");
        try (Connection theirs = open(here, servers);
            EventStreamReader client = open(tells, "/events")) {
          tellTheWaiting(servers, tells, "of this database");
          int before = client.events().size();
          Awaitility.await()
              .until(() -> Metrics.read(tells, "anteroom_events_horizon_age_seconds") > 1);
          assertEquals(before, client.events().size(), "it may still write an earlier event");
          theirs.rollback();
          Awaitility.await().until(() -> client.events().size() > before);
          Awaitility.await()
              .until(() -> Metrics.read(tells, "anteroom_events_horizon_age_seconds") == 0);
        }
      }
    }
  }

  private static void tellAll(ScenarioServers servers, AnteroomProcess tells, String whose) {
    try (EventStreamReader client = open(tells, "/events")) {
      for (int i = 0; i < ROUNDS; i++) {
        tellTheWaiting(servers, tells, whose);
        UUID task = accept(tells);
        Awaitility.await()
            .pollInterval(Duration.ofMillis(20))
            .until(
                () ->
                    client.events().stream()
                        .anyMatch(
                            e -> e.task().equals(task.toString()) && e.name().equals("task.done")));
        check(servers, task, "client's stream, transaction " + whose);
      }
    }
  }

  /** A request and the stream of its task. */
  private static void tellTheWaiting(ScenarioServers servers, AnteroomProcess tells, String whose) {
    UUID task = accept(tells);
    try (EventStreamReader stream = open(tells, "/tasks/" + task + "/events")) {
      Awaitility.await().pollInterval(Duration.ofMillis(20)).until(stream::hasEnded);
      check(servers, task, "task's stream, transaction " + whose);
    }
    HttpResponse<String> answer =
        ScenarioRequests.postAsync(tells, "/index-and-wait", INDEX, "Prefer", "wait=20").join();
    UUID waited = UUID.fromString(ScenarioRequests.read(answer).path("task_id").asText());
    check(servers, waited, "request, transaction " + whose);
  }

  private static UUID accept(AnteroomProcess replica) {
    return UUID.fromString(
        ScenarioRequests.postJson(replica, "/index/text", INDEX).path("task_id").asText());
  }

  private static void check(ScenarioServers servers, UUID task, String what) {
    long behind = System.currentTimeMillis() - servers.commits().get(task);
    System.out.printf("open transaction: %s: told %d ms after the commit%n", what, behind);
    assertTrue(behind < MAX.toMillis(), what + ": " + behind + " ms");
  }

  private static EventStreamReader open(AnteroomProcess replica, String path) {
    return EventStreamReader.open(replica.url(path), TestEnvironment.ALICE, null);
  }

  /** An open transaction that has a number. */
  private static Connection open(String url, ScenarioServers servers) throws SQLException {
    Connection connection =
        DriverManager.getConnection(url + "?user=" + servers.servers().databaseUser());
    connection.setAutoCommit(false);
    connection.createStatement().execute("create temp table theirs (n int)");
    return connection;
  }
}
