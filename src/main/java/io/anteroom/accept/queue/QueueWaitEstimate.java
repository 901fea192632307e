package io.anteroom.accept.queue;

import io.anteroom.account.ClientWeights;
import io.anteroom.async.FailureLog;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * When there is room in a full queue: once as many of its tasks are submitted as are too many, in
 * the turns that the other clients leave, by the permits that the ledger will have. Thread-safe.
 */
@Singleton
public class QueueWaitEstimate {

  private static final Logger LOG = Logger.getLogger(QueueWaitEstimate.class);

  private static final Duration LONGEST = Duration.ofHours(1);

  /** Where the store does not answer. */
  private static final Duration UNKNOWN = Duration.ofSeconds(5);

  private final QueuePosition position;
  private final QuotaReport quota;
  private final ClientWeights clientWeights;
  private final AccountAvailability gate;

  /** Only stores its parts. */
  public QueueWaitEstimate(
      QueuePosition position,
      QuotaReport quota,
      ClientWeights clientWeights,
      AccountAvailability gate) {
    this.position = position;
    this.quota = quota;
    this.clientWeights = clientWeights;
    this.gate = gate;
  }

  /**
   * How long until so many of a client's tasks have left the queue; an hour at the most, and a
   * minute where none of the account's can leave.
   *
   * @param kind of which most wait
   * @param tasks how many must leave, at least 1
   */
  Uni<Duration> until(String account, String client, TaskKind kind, long tasks) {
    return gate.shutFor(account)
        .map(wait -> Uni.createFrom().item(wait))
        .orElseGet(() -> byTurns(account, client, kind, tasks));
  }

  private Uni<Duration> byTurns(String account, String client, TaskKind kind, long tasks) {
    EndpointClass endpointClass = EndpointClass.valueOf("INDEX_" + kind.name());
    return position
        .turnsOfOthers(account, kind, client, tasks, clientWeights.of(account))
        .chain(others -> quota.untilPermit(account, endpointClass, others + tasks))
        .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait)
        .onFailure()
        .invoke(failure -> FailureLog.log(LOG, "the estimate of a full queue", failure))
        .onFailure()
        .recoverWithItem(UNKNOWN);
  }
}
