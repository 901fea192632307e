package io.anteroom.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.sandbox.upstream.SandboxUpstream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Anteroom itself, as a process, on the scenario's clock. */
final class AnteroomPollingRun implements PollingRun {

  private final String name;
  private final ScenarioServers servers;
  private final AnteroomProcess process;

  AnteroomPollingRun(String name, ScenarioServers servers) {
    this.name = name;
    this.servers = servers;
    this.process =
        AnteroomProcess.start(
            "polling",
            servers.environment(
                "ANTEROOM_QUOTA_WINDOW",
                MixedLoad.WINDOW_MILLIS + "ms",
                "ANTEROOM_POLL_FIRST_AFTER",
                100 / MixedLoad.SPEED + "ms",
                "ANTEROOM_POLL_MAX_INTERVAL",
                30_000 / MixedLoad.SPEED + "ms",
                "ANTEROOM_POLL_TARGET_STALENESS",
                100 / MixedLoad.SPEED + "ms"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public SandboxUpstream upstream() {
    return servers.upstream();
  }

  @Override
  public void index(MixedLoad.Content content) {
    ScenarioRequests.postJson(
        process, MixedLoad.path(content), MixedLoad.body(content, upstream().baseUrl()));
  }

  @Override
  public Map<String, Long> knownAt() {
    Map<String, Long> known = new HashMap<>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      JsonNode list =
          ScenarioRequests.get(process, "/tasks?page_size=100&status=DONE&page=" + page);
      pages = list.path("pagination").path("total_pages").asInt();
      for (JsonNode task : list.path("results")) {
        known.put(
            task.path("upstream_task_id").asText(),
            Instant.parse(task.path("ended_at").asText()).toEpochMilli());
      }
    }
    return known;
  }

  @Override
  public void close() {
    process.close();
    servers.close();
  }
}
