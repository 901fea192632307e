package io.anteroom.poll;

import io.anteroom.task.RunningTask;
import java.util.UUID;

/** A running task in simulated time. All times are seconds of the simulated clock. */
final class SimulatedTask {

  final UUID id;
  final String client;
  final String workload;
  final double submittedAt;
  final double endsAt;

  /** When it was polled last; the submit where it was not. */
  double polledAt;

  SimulatedTask(UUID id, String client, String workload, double submittedAt, double endsAt) {
    this.id = id;
    this.client = client;
    this.workload = workload;
    this.submittedAt = submittedAt;
    this.endsAt = endsAt;
    this.polledAt = submittedAt;
  }

  double age(double now) {
    return now - submittedAt;
  }

  /** The same as the classes of the service see it. */
  RunningTask running(double now) {
    return PollingSimulationTest.task(id, workload, age(now), age(polledAt), client);
  }
}
