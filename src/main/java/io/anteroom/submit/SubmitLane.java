package io.anteroom.submit;

import io.anteroom.account.Account;
import io.anteroom.account.ClientWeight;
import io.anteroom.async.ExponentialBackoff;
import io.anteroom.async.Loop;
import io.anteroom.cluster.ReplicaLease;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.quota.PermitRequest;
import io.anteroom.task.SubmitAttempt;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskKind;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Submits the queued tasks of one account and kind. A step is one short transaction: the turn,
 * permits, tasks, write-ahead marks; the calls leave after its commit.
 */
final class SubmitLane {

  private static final Logger LOG = Logger.getLogger(SubmitLane.class);
  private static final Duration COMMIT_DOUBT = Duration.ofSeconds(30);

  /**
   * Slots come free one by one: a lane that found too few lets some gather before it looks again.
   */
  private static final Duration GATHER = Duration.ofMillis(25);

  /** The lanes share the memory: another one's call may free it. */
  private static final Duration NO_MEMORY = Duration.ofMillis(50);

  /** Files that cannot be read are not claimed: the lane looks again so often. */
  private static final Duration SPOOL_AWAY = Duration.ofMillis(500);

  private record Paid(MarkedTask task, Permit permit, ReplicaLease lease) {}

  private record Batch(List<Paid> paid, boolean shortOfPermits) {}

  private final Account account;
  private final TaskKind kind;
  private final EndpointClass endpointClass;
  private final Duration callTimeout;
  private final List<ClientWeight> shares;
  private final Submitter parts;
  private final ExponentialBackoff exponentialBackoff;
  private final Loop loop;
  private final SubmitMarks marks = new SubmitMarks(COMMIT_DOUBT);

  /** Whether the next step looks for marks that nobody knows of. */
  private volatile boolean recheck;

  /** Wakes before this moment wait for it: there were too few permits just now. */
  private volatile long gatherUntil = System.nanoTime();

  SubmitLane(
      Account account, TaskKind kind, List<ClientWeight> shares, Submitter parts, Vertx vertx) {
    this.account = account;
    this.kind = kind;
    this.shares = shares;
    this.endpointClass = EndpointClass.valueOf("INDEX_" + kind.name());
    this.callTimeout = parts.callTimeout(kind);
    this.parts = parts;
    this.exponentialBackoff = new ExponentialBackoff(parts.settings.submitBackoff());
    this.loop = new Loop("submit " + account.name() + " " + kind.label(), vertx, this::step);
  }

  void wake() {
    loop.wake();
  }

  /** Looks for marks that nobody knows of, however they came about. */
  void recheck() {
    recheck = true;
    loop.wake();
  }

  void stop() {
    loop.stop();
  }

  private Uni<Optional<Duration>> step() {
    int room = Math.min(parts.quota.maxInFlight() - marks.underWay(), parts.settings.submitBatch());
    if (room <= 0 || parts.gate.isShut(account)) {
      return Uni.createFrom().item(Optional.empty());
    }
    if (kind == TaskKind.UPLOAD && !parts.spool.isThere()) {
      return putBackUnsent().replaceWith(Optional.of(SPOOL_AWAY));
    }
    Optional<Duration> held = exponentialBackoff.remaining().or(this::gathering);
    return held.isPresent()
        ? Uni.createFrom().item(held)
        : putBackUnsent().chain(this::doubtUnknown).chain(() -> takeAndSend(room));
  }

  private Optional<Duration> gathering() {
    long nanos = gatherUntil - System.nanoTime();
    return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
  }

  private Uni<Optional<Duration>> takeAndSend(int room) {
    long bytes = parts.memory.take();
    if (bytes == 0) {
      return Uni.createFrom().item(Optional.of(NO_MEMORY));
    }
    return parts
        .pool
        .withTransaction(c -> take(c, room, bytes))
        .onItemOrFailure()
        .invoke((batch, failure) -> parts.memory.change(inUse(batch) - bytes))
        .chain(this::send);
  }

  private static long inUse(Batch batch) {
    return batch == null
        ? 0
        : batch.paid().stream().mapToLong(paid -> paid.task().requestSize()).sum();
  }

  /** Marks whose commit was not answered were never sent: they go back to the queue. */
  private Uni<Void> putBackUnsent() {
    List<SubmitAttempt> unsent = marks.neverSent();
    return unsent.isEmpty()
        ? Uni.createFrom().voidItem()
        : parts
            .submits
            .putBack(account.name(), kind, parts.replica.id(), unsent)
            .invoke(parts.taskChangeAnnouncer::announce)
            .replaceWithVoid();
  }

  /** Of a mark that this lane does not know of, nobody can say whether its call left. */
  private Uni<Void> doubtUnknown() {
    if (!recheck) {
      return Uni.createFrom().voidItem();
    }
    recheck = false;
    return parts
        .submits
        .doubtOthers(account.name(), kind, parts.replica.id(), marks.known())
        .invoke(this::tellOfUnknown)
        .replaceWithVoid();
  }

  private void tellOfUnknown(List<TaskChange> changes) {
    if (!changes.isEmpty()) {
      LOG.warnf(
          "account %s: %d submits are marked as this replica's, which does not know of them: they"
              + " are in doubt",
          account.name(), changes.size());
      parts.taskChangeAnnouncer.announce(changes);
    }
  }

  /** Whether a call is under way, or a step that may start one. */
  boolean isBusy() {
    return marks.underWay() > 0 || loop.isStepping();
  }

  /** Breaks calls off whose lease was lost too long ago. */
  void breakOffLost() {
    marks.submissions().forEach(Submission::watchLease);
  }

  /** The turn first: replicas then do not take each other's permits for tasks that are gone. */
  private Uni<Batch> take(SqlConnection connection, int room, long bytes) {
    return parts
        .turns
        .next(connection, account.name(), kind)
        .chain(turn -> take(connection, turn, room, bytes));
  }

  private Uni<Batch> take(SqlConnection connection, QueueClock turn, int room, long bytes) {
    PermitRequest permitRequest =
        new PermitRequest(account.name(), endpointClass, room, 0, callTimeout);
    return parts
        .ledger
        .take(connection, permitRequest)
        .chain(
            permits ->
                permits.isEmpty()
                    ? Uni.createFrom().item(new Batch(List.of(), true))
                    : mark(connection, turn, permits, room, bytes));
  }

  private Uni<Batch> mark(
      SqlConnection connection, QueueClock turn, List<Permit> permits, int room, long bytes) {
    ReplicaLease lease = parts.replica.lease();
    return parts
        .turns
        .mark(connection, turn, permits.size(), bytes, lease.id(), shares)
        .invoke(tasks -> marks.committing(tasks.stream().map(MarkedTask::submit).toList()))
        .call(
            tasks ->
                parts.ledger.giveBack(connection, permits.subList(tasks.size(), permits.size())))
        .map(tasks -> new Batch(pair(tasks, permits, lease), tooFew(permits, tasks, room)));
  }

  private static boolean tooFew(List<Permit> permits, List<MarkedTask> tasks, int room) {
    return permits.size() < room && tasks.size() == permits.size();
  }

  private static List<Paid> pair(List<MarkedTask> tasks, List<Permit> permits, ReplicaLease lease) {
    List<Paid> paid = new ArrayList<>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      paid.add(new Paid(tasks.get(i), permits.get(i), lease));
    }
    return paid;
  }

  /** When to run again: at once after a full batch, with the next permits, or when woken. */
  private Uni<Optional<Duration>> send(Batch batch) {
    List<Submission> submissions = batch.paid().stream().map(this::submission).toList();
    submissions.forEach(submission -> marks.sending(submission.submit(), submission));
    submissions.forEach(this::send);
    if (batch.shortOfPermits()) {
      gatherUntil = System.nanoTime() + GATHER.toNanos();
      return parts
          .ledger
          .nextPermit(account.name(), endpointClass, 0)
          .map(next -> Optional.of(next.compareTo(GATHER) < 0 ? GATHER : next));
    }
    return Uni.createFrom()
        .item(batch.paid().isEmpty() ? Optional.empty() : Optional.of(Duration.ZERO));
  }

  private Submission submission(Paid paid) {
    return new Submission(
        account, paid.task(), paid.permit(), paid.lease(), parts, exponentialBackoff);
  }

  private void send(Submission submission) {
    submission
        .run()
        .onTermination()
        .invoke(() -> marks.ended(submission.submit()))
        .onTermination()
        .invoke(() -> parts.memory.change(-submission.requestSize()))
        .subscribe()
        .with(done -> loop.wake(), failure -> loop.wake());
  }
}
