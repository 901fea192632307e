package io.anteroom.api.operator;

import io.anteroom.account.Client;
import io.anteroom.api.operator.ClientView.Callbacks;
import io.anteroom.api.operator.ClientView.Queued;
import io.anteroom.api.operator.ClientView.Waiting;
import io.anteroom.callback.outbox.CallbackBacklog;
import io.anteroom.cluster.report.ReplicaReport;
import io.anteroom.task.ClientBacklog;
import io.anteroom.task.Phase;
import io.anteroom.task.TaskKind;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** What there is of one client, added up. Not thread-safe. */
final class ClientLoad {

  private final Map<TaskKind, Long> queued = new EnumMap<>(TaskKind.class);
  private final Map<Phase, Long> tasks = new EnumMap<>(Phase.class);
  private Instant oldestQueued;
  private int requests;
  private int streams;
  private Callbacks callbacks = new Callbacks(0, 0, null);

  void add(ClientBacklog.Part part) {
    tasks.merge(part.phase(), part.tasks(), Long::sum);
    if (part.phase() == Phase.QUEUED) {
      queued.merge(part.kind(), part.tasks(), Long::sum);
      if (oldestQueued == null || part.oldest().isBefore(oldestQueued)) {
        oldestQueued = part.oldest();
      }
    }
  }

  void add(CallbackBacklog.Part part) {
    callbacks = new Callbacks(part.pending(), part.retried(), part.oldest());
  }

  void add(ReplicaReport.Waiting waiting) {
    requests += waiting.requests();
    streams += waiting.streams();
  }

  /**
   * The view.
   *
   * @param client null where it is not configured any more
   */
  ClientView view(String name, Client client, int maxQueued) {
    return new ClientView(
        name,
        client != null,
        client == null ? null : client.account().name(),
        client == null ? null : client.weight(),
        client == null ? null : maxQueued,
        new Queued(of(TaskKind.URL), of(TaskKind.TEXT), of(TaskKind.UPLOAD)),
        oldestQueued,
        of(Phase.SUBMITTING),
        of(Phase.IN_DOUBT),
        of(Phase.RUNNING),
        new Waiting(requests, streams),
        callbacks);
  }

  private long of(TaskKind kind) {
    return queued.getOrDefault(kind, 0L);
  }

  private long of(Phase phase) {
    return tasks.getOrDefault(phase, 0L);
  }
}
