package io.anteroom.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Replicas with one shortened window. One of them only accepts and reads, so that a backlog exists
 * before the first submit.
 */
final class ReplicaGroup implements AutoCloseable {

  private final ScenarioServers servers;
  private final AnteroomProcess door;
  private final List<AnteroomProcess> started = new ArrayList<>();

  ReplicaGroup(ScenarioServers servers) {
    this.servers = servers;
    this.door =
        AnteroomProcess.start("door", servers.environment("ANTEROOM_CLUSTER_WORK", "false"));
  }

  AnteroomProcess door() {
    return door;
  }

  void accept(int tasks) {
    ScenarioRequests.acceptTexts(door, tasks, "replicas");
  }

  /** Starts replicas that submit, with this window and these variables set too. */
  void start(int count, Duration window, String... keysAndValues) {
    Map<String, String> environment = servers.environment(keysAndValues);
    environment.put("ANTEROOM_QUOTA_WINDOW", window.toMillis() + "ms");
    started.addAll(servers.startReplicas("replica", count, environment));
  }

  void awaitDone(int tasks, Duration max) {
    Awaitility.await()
        .atMost(max)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> ScenarioRequests.count(door, "DONE") == tasks);
  }

  @Override
  public void close() {
    started.forEach(AnteroomProcess::close);
    door.close();
  }
}
