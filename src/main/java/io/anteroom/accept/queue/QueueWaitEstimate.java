package io.anteroom.accept.queue;

import io.anteroom.account.Clients;
import io.anteroom.async.FailureLog;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport;
import io.anteroom.task.Phase;
import io.anteroom.task.RemainingTime;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How long tasks wait in the queue: until those before them have left it, by the fair queue's order
 * and by the permits that the ledger will have. Thread-safe.
 */
@Singleton
public class QueueWaitEstimate implements RemainingTime {

  private static final Logger LOG = Logger.getLogger(QueueWaitEstimate.class);

  private static final Duration MAX = Duration.ofHours(1);

  /** Where the database does not answer. */
  private static final Duration UNKNOWN = Duration.ofSeconds(5);

  private final QueuePosition position;
  private final QuotaReport quota;
  private final Clients clients;
  private final AccountAvailability availability;

  public QueueWaitEstimate(
      QueuePosition position,
      QuotaReport quota,
      Clients clients,
      AccountAvailability availability) {
    this.position = position;
    this.quota = quota;
    this.clients = clients;
    this.availability = availability;
  }

  /**
   * After how long it is worth trying again where none of the account's tasks can leave the queue,
   * since the account is paused or the upstream refuses its key. Empty where they can.
   */
  public Optional<Duration> whileShut(String account) {
    return availability.shutFor(account);
  }

  /** Until a queued task is submitted. */
  @Override
  public Uni<Duration> remaining(Task task) {
    return task.phase == Phase.QUEUED
        ? position
            .ahead(task, clients.weightsOf(task.account))
            .chain(ahead -> untilSubmitted(task.account, task.kind, ahead + 1))
        : Uni.createFrom().item(Duration.ZERO);
  }

  /**
   * How long until so many of a client's tasks have left the queue; an hour at the most, and a
   * minute where none of the account's can leave.
   *
   * @param kind of which most wait
   * @param tasks how many must leave, at least 1
   */
  Uni<Duration> until(String account, String client, TaskKind kind, long tasks) {
    return whileShut(account)
        .map(wait -> Uni.createFrom().item(wait))
        .orElseGet(() -> byOrder(account, client, kind, tasks));
  }

  private Uni<Duration> byOrder(String account, String client, TaskKind kind, long tasks) {
    Uni<Duration> wait =
        position
            .turnsOfOthers(account, kind, client, tasks, clients.weightsOf(account))
            .chain(others -> untilSubmitted(account, kind, others + tasks))
            .map(time -> time.compareTo(MAX) > 0 ? MAX : time);
    return FailureLog.recover(LOG, "the estimate of a full queue", wait, UNKNOWN);
  }

  private Uni<Duration> untilSubmitted(String account, TaskKind kind, long tasks) {
    return quota.untilPermit(account, EndpointClass.valueOf("INDEX_" + kind.name()), tasks);
  }
}
