package io.anteroom.api;

import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Ledger;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/** When it is worth asking for a task again. Thread-safe. */
@Singleton
class Estimate {

  private static final Duration WORK = Duration.ofSeconds(2);

  private final Ledger ledger;

  Estimate(Ledger ledger) {
    this.ledger = ledger;
  }

  /** In whole seconds, at least 1. */
  Uni<Long> of(Task task) {
    if (task.phase != Phase.QUEUED) {
      return Uni.createFrom().item(WORK.toSeconds());
    }
    EndpointClass endpointClass = EndpointClass.valueOf("INDEX_" + task.kind.name());
    return ledger
        .nextPermit(task.account, endpointClass, 0)
        .map(next -> Math.max(1, next.plus(WORK).toSeconds()));
  }
}
