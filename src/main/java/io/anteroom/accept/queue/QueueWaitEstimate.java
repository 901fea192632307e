package io.anteroom.accept.queue;

import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.async.FailureLog;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.QuotaReport;
import io.anteroom.quota.QuotaSnapshot;
import io.anteroom.task.Phase;
import io.anteroom.task.RemainingTime;
import io.anteroom.task.Task;
import io.anteroom.task.TaskKind;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
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
  private final ClientQueues queues;
  private final QuotaReport quota;
  private final QuotaSnapshot snapshot;
  private final Clients clients;
  private final AccountAvailability availability;
  private final Clock clock;

  public QueueWaitEstimate(
      QueuePosition position,
      ClientQueues queues,
      QuotaReport quota,
      QuotaSnapshot snapshot,
      Clients clients,
      AccountAvailability availability,
      Clock clock) {
    this.position = position;
    this.queues = queues;
    this.quota = quota;
    this.snapshot = snapshot;
    this.clients = clients;
    this.availability = availability;
    this.clock = clock;
  }

  /**
   * After how long it is worth trying again where none of the account's tasks can leave the queue,
   * since the account is paused or the upstream refuses its key. Empty where they can.
   */
  public Optional<Duration> whileShut(String account) {
    return availability.shutFor(account);
  }

  /** Until a queued task is submitted: it has its turn, and is not held back any more. */
  @Override
  public Uni<Duration> remaining(Task task) {
    return task.phase == Phase.QUEUED
        ? position
            .ahead(task, clients.weightsOf(task.account))
            .chain(ahead -> untilSubmitted(task.account, task.kind, ahead + 1))
            .map(turn -> longer(turn, hold(task)))
        : Uni.createFrom().item(Duration.ZERO);
  }

  /**
   * How long it is held back still, by this process's clock; not more than zero where it is not.
   */
  private Duration hold(Task task) {
    return task.notBefore == null
        ? Duration.ZERO
        : Duration.between(clock.instant(), task.notBefore);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /**
   * The same by the counts and the snapshot of the quota that are known here. A task that goes
   * before the others of its client is taken for the first of them.
   */
  @Override
  public Uni<Duration> remainingOfNew(Task task) {
    EndpointClass spent = endpointClass(task.kind);
    return snapshot
        .recent(task.account, EnumSet.of(spent))
        .map(known -> known.isEmpty() ? UNKNOWN : known.get(0).untilPermit(turn(task)));
  }

  /** How many are submitted until this one is, with it. */
  private long turn(Task task) {
    long own =
        task.priority > 0 ? 1 : Math.max(1, queues.of(task.account, task.client).queued(task.kind));
    double weight = weight(task.client);
    return queues
            .ofAccount(task.account)
            .filter(other -> !other.client().equals(task.client))
            .mapToLong(
                other ->
                    Math.min(
                        other.queued(task.kind),
                        (long) Math.ceil(own * weight(other.client()) / weight)))
            .sum()
        + own;
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
    return quota.untilPermit(account, endpointClass(kind), tasks);
  }

  private double weight(String client) {
    return clients.named(client).map(Client::weight).orElse(1.0);
  }

  private static EndpointClass endpointClass(TaskKind kind) {
    return EndpointClass.valueOf("INDEX_" + kind.name());
  }
}
