package io.anteroom.submit;

import io.anteroom.async.Ticker;
import io.anteroom.cluster.Replica;
import io.anteroom.cluster.ReplicaLease;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitRequest;
import io.anteroom.quota.QuotaLedger;
import io.anteroom.task.SubmitAttempt;
import io.anteroom.upstream.http.UpstreamSettings;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Claims queued tasks for submit in one short transaction: the queue's clock, permits, tasks and
 * their write-ahead marks. Their calls may leave after its commit. Thread-safe.
 */
@Singleton
class SubmitClaim {

  private final Pool pool;
  private final QuotaLedger ledger;
  private final FairQueue fairQueue;
  private final Replica replica;
  private final Duration callTimeout;
  private final SubmitMetrics metrics;
  private final Ticker ticker;

  SubmitClaim(
      Pool pool,
      QuotaLedger ledger,
      FairQueue fairQueue,
      Replica replica,
      UpstreamSettings upstream,
      SubmitMetrics metrics,
      Ticker ticker) {
    this.pool = pool;
    this.ledger = ledger;
    this.fairQueue = fairQueue;
    this.replica = replica;
    this.callTimeout = Duration.ofMillis(upstream.callTimeoutMs());
    this.metrics = metrics;
    this.ticker = ticker;
  }

  /**
   * How much to claim.
   *
   * @param bytes how many bytes their requests may have together
   */
  record Limits(int max, long bytes, SubmitMarks marks) {}

  /**
   * What was claimed.
   *
   * @param shortOfPermits whether more tasks could have been claimed with more permits
   */
  record Batch(List<PermittedSubmit> submits, boolean shortOfPermits) {

    long requestSize() {
      return submits.stream().mapToLong(submit -> submit.task().requestSize()).sum();
    }
  }

  /** Nothing is claimed, since an operator has paused the account. */
  void paused(SubmitQueue queue) {
    metrics.shortOfPermits(queue);
  }

  /** Locks the clock first: replicas then do not take permits for tasks that are gone. */
  Uni<Batch> claim(SubmitQueue queue, Limits limits) {
    return pool.withTransaction(
        connection ->
            fairQueue
                .next(connection, queue.account().name(), queue.kind())
                .chain(clock -> take(connection, queue, clock, limits)));
  }

  private Uni<Batch> take(
      SqlConnection connection, SubmitQueue queue, QueueClock clock, Limits limits) {
    ReplicaLease lease = replica.lease();
    return claimed(connection, queue, clock, limits, lease.id())
        .invoke(claimed -> limits.marks().committing(attempts(claimed.tasks())))
        .invoke(claimed -> note(queue, claimed))
        .map(claimed -> new Batch(pair(queue, claimed, lease), claimed.shortOfPermits()));
  }

  private Uni<ClaimedTasks> claimed(
      SqlConnection connection, SubmitQueue queue, QueueClock clock, Limits limits, UUID owner) {
    PermitRequest request =
        new PermitRequest(
            queue.account().name(), queue.endpointClass(), limits.max(), 0, queue.callTimeout());
    return ledger.isOn()
        ? fairQueue.claim(
            connection, clock, ledger.grant(request), limits.bytes(), owner, queue.weights())
        : ledger
            .take(connection, request)
            .chain(permits -> unpaid(connection, queue, clock, permits, limits, owner));
  }

  /** Where nothing is paid for there are as many permits as are asked for, or none in a pause. */
  private Uni<ClaimedTasks> unpaid(
      SqlConnection connection,
      SubmitQueue queue,
      QueueClock clock,
      List<Permit> permits,
      Limits limits,
      UUID owner) {
    return permits.isEmpty()
        ? Uni.createFrom().item(new ClaimedTasks(List.of(), permits, true))
        : fairQueue
            .mark(connection, clock, permits.size(), limits.bytes(), owner, queue.weights())
            .map(tasks -> new ClaimedTasks(tasks, permits.subList(0, tasks.size()), false));
  }

  private void note(SubmitQueue queue, ClaimedTasks claimed) {
    if (claimed.shortOfPermits()) {
      metrics.shortOfPermits(queue);
    }
  }

  private static List<SubmitAttempt> attempts(List<MarkedTask> tasks) {
    return tasks.stream().map(MarkedTask::submit).toList();
  }

  private List<PermittedSubmit> pair(SubmitQueue queue, ClaimedTasks claimed, ReplicaLease lease) {
    List<MarkedTask> tasks = claimed.tasks();
    List<PermittedSubmit> submits = new ArrayList<>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      SubmitLease own = new SubmitLease(lease, callTimeout, ticker);
      submits.add(new PermittedSubmit(queue, tasks.get(i), claimed.permits().get(i), own));
    }
    return submits;
  }
}
