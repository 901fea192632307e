package io.anteroom.api.wait;

import io.anteroom.accept.queue.QueuePosition;
import io.anteroom.account.ClientWeights;
import io.anteroom.async.FailureLog;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport;
import io.anteroom.reconcile.InDoubtGrace;
import io.anteroom.task.Phase;
import io.anteroom.task.Task;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.waiting.WaitRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * When it is worth asking for a task again: the permits that those before it in the queue need,
 * then its own, then as long as tasks like it have taken upstream; while its submit is in doubt,
 * until that is settled at the latest. A minute where its account is paused or refused.
 * Thread-safe.
 */
@Singleton
class RetryAfterEstimate {

  private static final Logger LOG = Logger.getLogger(RetryAfterEstimate.class);

  /** Where no such task has been seen to end. */
  private static final Duration WORK = Duration.ofSeconds(2);

  /** In seconds, where the store does not answer. */
  private static final long UNKNOWN = 5;

  private final WaitRegistry room;
  private final QueuePosition position;
  private final QuotaReport quota;
  private final CompletionCurves curves;
  private final ClientWeights clientWeights;
  private final AccountAvailability gate;
  private final InDoubtGrace doubt;

  RetryAfterEstimate(
      WaitRegistry room,
      QueuePosition position,
      QuotaReport quota,
      CompletionCurves curves,
      ClientWeights clientWeights,
      AccountAvailability gate,
      InDoubtGrace doubt) {
    this.room = room;
    this.position = position;
    this.quota = quota;
    this.curves = curves;
    this.clientWeights = clientWeights;
    this.gate = gate;
    this.doubt = doubt;
  }

  /** In whole seconds, at least 1. While the process stops: at once, another replica knows more. */
  Uni<Long> of(Task task) {
    return room.isClosed()
        ? Uni.createFrom().item(1L)
        : gate.shutFor(task.account)
            .map(wait -> Uni.createFrom().item(wait.toSeconds()))
            .orElseGet(
                () ->
                    guess(task)
                        .onFailure()
                        .invoke(RetryAfterEstimate::tell)
                        .onFailure()
                        .recoverWithItem(UNKNOWN));
  }

  private static void tell(Throwable failure) {
    FailureLog.log(LOG, "the estimate of a wait", failure);
  }

  private Uni<Long> guess(Task task) {
    Duration work = curves.remaining(task.account, task.workload, age(task)).orElse(WORK);
    return task.phase == Phase.QUEUED
        ? untilSubmit(task).map(wait -> seconds(wait.plus(work)))
        : Uni.createFrom().item(seconds(doubt.left(task).plus(work)));
  }

  private Uni<Duration> untilSubmit(Task task) {
    EndpointClass endpointClass = EndpointClass.valueOf("INDEX_" + task.kind.name());
    return position
        .ahead(task, clientWeights.of(task.account))
        .chain(ahead -> quota.untilPermit(task.account, endpointClass, ahead + 1));
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
    return Math.max(1, (duration.toMillis() + 999) / 1000);
  }
}
