package io.anteroom.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.anteroom.TestSettings;
import io.anteroom.async.Ticker;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.task.TaskFixture;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.ListedAssets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Decides about tasks in doubt, on a real PostgreSQL. */
final class InDoubtDecisions implements AutoCloseable {

  static final Duration WITHIN_THE_GRACE = Duration.ofSeconds(30);
  static final Duration BEYOND_THE_GRACE = Duration.ofSeconds(85);
  static final String EMPTY = "{\"results\": [], \"pagination\": {\"total\": 0}}";

  final TaskFixture store = TaskFixture.create();
  private final InDoubtTasks inDoubtTasks = new InDoubtTasks(store.pool());

  /** Decides so many times after this list of an upstream that shows our tasks. */
  void decideByList(int times, UUID id, String list) {
    for (int check = 0; check < times; check++) {
      decide("reconcile", id, 200, list);
    }
  }

  /** Decides after a list with this status and body. */
  void decide(String policy, UUID id, int status, String body) {
    decide(policy, id, status, body, ListEvidence.SHOWS_OUR_TASKS);
  }

  void decide(String policy, UUID id, int status, String body, ListEvidence evidence) {
    decide(decision(policy, Ticker.SYSTEM), id, status, body, evidence);
  }

  void decide(InDoubtDecision decision, UUID id, int status, String body, ListEvidence evidence) {
    store.set(id, "next_check_at = now()");
    InDoubtTask task =
        inDoubtTasks.claim("default", 10, Duration.ofMinutes(1)).await().indefinitely().get(0);
    UpstreamResponse answer = new UpstreamResponse(status, Optional.empty(), json(body));
    decision
        .decide(task, answer, ListedAssets.of(answer), evidence)
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  InDoubtDecision decision(String policy, Ticker ticker) {
    InDoubtSettings settings =
        TestSettings.of(InDoubtSettings.class, "anteroom.in-doubt.policy", policy);
    InDoubtGrace grace =
        new InDoubtGrace(
            settings,
            TestSettings.of(UpstreamSettings.class),
            TestSettings.of(QuotaSettings.class),
            Clock.systemUTC());
    return new InDoubtDecision(inDoubtTasks, settings, grace, ticker);
  }

  static String list(String... assets) {
    return "{\"results\": [%s], \"pagination\": {\"total\": %d}}"
        .formatted(String.join(",", assets), assets.length);
  }

  static String asset(UUID task, int attempt, String upstreamId, String created) {
    return """
    {"asset_id": "a-%s", "task_id": "%s", "status": "PROCESSING", "created_at": "%s",
     "metadata": {"anteroom_task": "%s.%d"}}
    """
        .formatted(upstreamId, upstreamId, created, task, attempt);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
