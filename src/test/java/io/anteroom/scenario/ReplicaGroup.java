package io.anteroom.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * Replicas over one compressed window, and a door: a replica that accepts and reads but submits
 * nothing, so that a backlog is there before the first submit.
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

  /** The replica that accepts and reads. */
  AnteroomProcess door() {
    return door;
  }

  /** Accepts that many text tasks. */
  void accept(int tasks) {
    ScenarioRequests.acceptTexts(door, tasks, "replicas");
  }

  /** Starts replicas that submit, with this window and these variables set too. */
  void start(int count, Duration window, String... keysAndValues) {
    Map<String, String> environment = servers.environment(keysAndValues);
    environment.put("ANTEROOM_QUOTA_WINDOW", window.toMillis() + "ms");
    started.addAll(servers.startReplicas("replica", count, environment));
  }

  /** Waits until that many tasks are done. */
  void awaitDone(int tasks, Duration most) {
    Awaitility.await()
        .atMost(most)
        .pollInterval(Duration.ofMillis(250))
        .until(() -> ScenarioRequests.count(door, "DONE") == tasks);
  }

  @Override
  public void close() {
    started.forEach(AnteroomProcess::close);
    door.close();
  }
}
