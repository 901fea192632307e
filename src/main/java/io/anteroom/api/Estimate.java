package io.anteroom.api;

import io.anteroom.engine.CompletionCurves;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Ledger;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** When it is worth asking for a task again. Thread-safe. */
@Singleton
class Estimate {

  /** Where no such task has been seen to end. */
  private static final Duration WORK = Duration.ofSeconds(2);

  private final Ledger ledger;
  private final CompletionCurves curves;

  Estimate(Ledger ledger, CompletionCurves curves) {
    this.ledger = ledger;
    this.curves = curves;
  }

  /** In whole seconds, at least 1. */
  Uni<Long> of(Task task) {
    Duration work = curves.remaining(task.account, task.workload, age(task)).orElse(WORK);
    if (task.phase != Phase.QUEUED) {
      return Uni.createFrom().item(seconds(work));
    }
    EndpointClass endpointClass = EndpointClass.valueOf("INDEX_" + task.kind.name());
    return ledger.nextPermit(task.account, endpointClass, 0).map(next -> seconds(next.plus(work)));
  }

  /** By this process's clock, which is good enough for a guess. */
  private static Duration age(Task task) {
    if (task.phase != Phase.RUNNING || task.submittedAt == null) {
      return Duration.ZERO;
    }
    Duration age = Duration.between(task.submittedAt, Instant.now());
    return age.isNegative() ? Duration.ZERO : age;
  }

  private static long seconds(Duration duration) {
    return Math.max(1, duration.toSeconds());
  }
}
