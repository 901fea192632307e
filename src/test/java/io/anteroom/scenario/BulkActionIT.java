package io.anteroom.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.TestEnvironment;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A bulk action outlives the replica that runs it, and others are served meanwhile. */
class BulkActionIT {

  private static final int TASKS = 300;
  private static final Duration SOON = Duration.ofMinutes(1);

  private static final String RETRY =
      """
      {"action": "retry", "filter": {"status": ["FAILED"], "collection_id": "bulk"},
       "reason": "the upstream refused them"}
      """;

  /** Tasks as they are stored when the upstream refused them. */
  private static final String FAILED =
      """
      insert into task (id, client, account, kind, collection_id, request, status, phase, event_no,
                        accepted_at, updated_at, ended_at)
      select uuidv7(), 'alice', 'default', 'text', 'bulk',
        '{"text": "refused", "collection_id": "bulk"}', 'FAILED', 'ended', 3, now(), now(), now()
      from generate_series(1, %d)
      """
          .formatted(TASKS);

  @Test
  void aKilledReplicaIsReplacedAndNoTaskIsRetriedTwice() {
    try (ScenarioServers servers = new ScenarioServers(SandboxSettings.instant(), "enterprise")) {
      List<AnteroomProcess> replicas = servers.startReplicas("bulk", 2, environment(servers));
      try (AnteroomProcess one = replicas.get(0);
          AnteroomProcess other = replicas.get(1)) {
        servers.execute(FAILED);
        String id = operator(one, "POST", "/bulk-actions", RETRY).path("bulk_action_id").asText();
        await(() -> bulk(one, id).path("done").asInt() >= 40);
        AnteroomProcess runs = owns(servers, one) ? one : other;
        AnteroomProcess survives = runs == one ? other : one;
        runs.kill();
        int doneThen = bulk(survives, id).path("done").asInt();
        assertTrue(doneThen < TASKS, "it was too fast to be killed in the middle");
        othersAreServed(survives);
        await(() -> bulk(survives, id).path("state").asText().equals("finished"));
        assertEquals(TASKS, bulk(survives, id).path("done").asInt());
        assertEquals(TASKS, servers.number("select count(*) from task where retry_of is not null"));
        assertEquals(TASKS, servers.number("select count(distinct retry_of) from task"));
        await(() -> servers.number(DONE) == TASKS);
        assertEquals(
            TASKS, operator(survives, "GET", "/audit", null).at("/results/0/bulk/done").asInt());
        System.out.printf("bulk retry of %d tasks: killed after %d%n", TASKS, doneThen);
      }
    }
  }

  private static final String DONE =
      "select count(*) from task where retry_of is not null and status = 'DONE'";

  /** Another client's task goes through while the bulk action is under way. */
  private static void othersAreServed(AnteroomProcess replica) {
    String task = ScenarioRequests.acceptTextAs(replica, TestEnvironment.BOB, "bobs");
    JsonNode ended =
        ScenarioRequests.read(
            TestResponses.of(
                replica, TestEnvironment.BOB, "GET", "/tasks/" + task, null, "Prefer", "wait=15"));
    assertEquals("DONE", ended.path("status").asText());
  }

  private static boolean owns(ScenarioServers servers, AnteroomProcess replica) {
    for (JsonNode seen : operator(replica, "GET", "/replicas", null).path("replicas")) {
      if (seen.path("self").asBoolean()) {
        String query = "select count(*) from bulk_action where owner = '%s'";
        return servers.number(query.formatted(seen.path("id").asText())) == 1;
      }
    }
    return false;
  }

  private static JsonNode bulk(AnteroomProcess replica, String id) {
    return operator(replica, "GET", "/bulk-actions/" + id, null);
  }

  private static JsonNode operator(
      AnteroomProcess replica, String method, String path, String body) {
    return ScenarioRequests.read(
        TestResponses.of(replica, TestEnvironment.OPERATOR, method, path, body));
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(condition);
  }

  private static Map<String, String> environment(ScenarioServers servers) {
    return servers.environment(
        "ANTEROOM_API_KEYS",
        "alice:%s,bob:%s".formatted(TestEnvironment.ALICE, TestEnvironment.BOB),
        "ANTEROOM_OPERATOR_KEY",
        TestEnvironment.OPERATOR,
        "ANTEROOM_CLUSTER_LEASE",
        "3s",
        "ANTEROOM_QUOTA_USE_BY",
        "2s",
        "ANTEROOM_IN_DOUBT_GRACE",
        "3s",
        "ANTEROOM_IN_DOUBT_CHECK_INTERVAL",
        "500ms",
        "ANTEROOM_BULK_BATCH",
        "20",
        "ANTEROOM_BULK_PAUSE",
        "150ms");
  }
}
