package io.anteroom.submit;

import io.anteroom.account.Account;
import io.anteroom.async.ExponentialBackoff;
import io.anteroom.async.FailureLog;
import io.anteroom.cluster.ReplicaLease;
import io.anteroom.quota.Permit;
import io.anteroom.task.FailureReason;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.SubmitAttempt;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskKind;
import io.anteroom.upload.Spool.Found;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One submit of one task: the call, and what it came to, in the store. */
final class Submission {

  private static final Logger LOG = Logger.getLogger(Submission.class);
  private static final TaskFailure FILE_GONE =
      TaskFailure.of(FailureReason.FILE_LOST, "the uploaded file is no longer in the spool");
  private static final Duration RECORD_BACKOFF = Duration.ofMillis(100);
  private static final Duration READ_FIRST = Duration.ofSeconds(1);
  private static final Duration RECORD_MOST = Duration.ofSeconds(2);

  private final Account account;
  private final MarkedTask task;
  private final Permit permit;
  private final Submitter parts;
  private final ExponentialBackoff exponentialBackoff;
  private final ReplicaLease lease;
  private final CallCancellation breaker =
      new CallCancellation("the lease of its replica was lost");

  /** When this process noticed that the lease is lost; null where it is not. */
  private volatile Long lostAt;

  Submission(
      Account account,
      MarkedTask task,
      Permit permit,
      ReplicaLease lease,
      Submitter parts,
      ExponentialBackoff exponentialBackoff) {
    this.account = account;
    this.task = task;
    this.permit = permit;
    this.parts = parts;
    this.exponentialBackoff = exponentialBackoff;
    this.lease = lease;
  }

  /** Which submit it is. */
  SubmitAttempt submit() {
    return task.submit();
  }

  /** How many bytes of memory its request may take. */
  long requestSize() {
    return task.requestSize();
  }

  /**
   * To be called each second. A call whose lease is lost has as long as any call for its answer,
   * which settles the task all the same ({@link LateResultStore}); then it is broken off, before
   * the grace begins after which the task could be submitted again. A process that was stopped
   * reads what has come meanwhile first.
   */
  void watchLease() {
    long now = System.nanoTime();
    if (lease.holds()) {
      lostAt = null;
    } else if (lostAt == null) {
      lostAt = now;
    } else if (now - lostAt >= READ_FIRST.toNanos()
        && lease.endedBefore(parts.callTimeout(TaskKind.TEXT))) {
      breaker.breakOff();
    }
  }

  Uni<Void> run() {
    return lookAtFile()
        .chain(this::act)
        .onFailure()
        .recoverWithUni(this::unforeseen)
        .chain(this::record);
  }

  private Uni<Found> lookAtFile() {
    return task.file() == null
        ? Uni.createFrom().item(Found.THERE)
        : parts.spool.look(task.file().path(), task.file().size());
  }

  private Uni<SubmitResult> act(Found file) {
    return file == Found.THERE
        ? whole().chain(read -> read.map(this::send).orElseGet(() -> unsent(Found.AWAY)))
        : unsent(file);
  }

  /** With its request, which is read only now where it is large; empty where it cannot be read. */
  private Uni<Optional<MarkedTask>> whole() {
    return task.request() != null
        ? Uni.createFrom().item(Optional.of(task))
        : parts
            .submits
            .request(task.id())
            .map(request -> Optional.of(task.with(request)))
            .onFailure()
            .invoke(failure -> LOG.warnf("the request of %s is not read: %s", task.id(), failure))
            .onFailure()
            .recoverWithItem(Optional.empty());
  }

  private Uni<SubmitResult> unsent(Found file) {
    return parts
        .ledger
        .giveBack(permit)
        .onFailure()
        .invoke(failure -> FailureLog.log(LOG, "giving a permit back", failure))
        .onFailure()
        .recoverWithNull()
        .chain(() -> withoutSending(file));
  }

  /** Only a file that is missing from a spool that is there ends its task. */
  private Uni<SubmitResult> withoutSending(Found file) {
    if (file == Found.GONE) {
      return result(Phase.ENDED, null, FILE_GONE);
    }
    exponentialBackoff.failed();
    return result(Phase.QUEUED, null, null);
  }

  /** Whatever it was, it may have been sent: the task must not stay marked for ever. */
  private Uni<SubmitResult> unforeseen(Throwable failure) {
    LOG.errorf(failure, "submit %s failed in an unforeseen way: it is in doubt", task.marker());
    return inDoubt(InDoubtReason.LOST, parts.settings.poll().first());
  }

  private Uni<SubmitResult> send(MarkedTask whole) {
    return call(whole)
        .map(SubmitOutcome::of)
        .onFailure()
        .recoverWithItem(SubmitOutcome::of)
        .invoke(outcome -> parts.metrics.submitted(account, outcome))
        .chain(this::settle);
  }

  private Uni<UpstreamResponse> call(MarkedTask whole) {
    UpstreamCall call = parts.calls.of(whole, lease::holds, breaker);
    return task.kind() == TaskKind.UPLOAD
        ? parts.upstream.sendFile(account, permit, call)
        : parts.upstream.send(account, permit, call);
  }

  private Uni<SubmitResult> settle(SubmitOutcome outcome) {
    if (outcome instanceof SubmitOutcome.Accepted accepted) {
      exponentialBackoff.succeeded();
      return result(Phase.RUNNING, accepted.upstreamTaskId(), null);
    }
    if (outcome instanceof SubmitOutcome.Refused refused) {
      return refused(refused.status(), refused.words());
    }
    if (outcome instanceof SubmitOutcome.RefusedInBetween refused) {
      return refusedInBetween(refused);
    }
    if (outcome instanceof SubmitOutcome.Unauthorized unauthorized) {
      return parts.gate.probe(account).chain(open -> unauthorized(unauthorized, open));
    }
    if (outcome instanceof SubmitOutcome.RateLimited limited) {
      return parts
          .pauses
          .pause(account.name(), permit.endpointClass(), limited.retryAfter())
          .onFailure()
          .invoke(failure -> FailureLog.log(LOG, "the pause after a 429", failure))
          .onFailure()
          .recoverWithNull()
          .chain(() -> result(Phase.QUEUED, null, null));
    }
    if (outcome instanceof SubmitOutcome.NotSent notSent) {
      LOG.debugf("submit of %s was not sent: %s", task.id(), notSent.reason());
      exponentialBackoff.failed();
      return result(Phase.QUEUED, null, null);
    }
    if (outcome instanceof SubmitOutcome.UpstreamFailed failed) {
      LOG.warnf("submit %s is in doubt: %d, %s", task.marker(), failed.status(), failed.words());
      return inDoubt(InDoubtReason.FAILED, Duration.ZERO);
    }
    if (outcome instanceof SubmitOutcome.Unprocessed put) {
      LOG.debugf("submit %s was put off: %d, %s", task.marker(), put.status(), put.words());
      return inDoubt(InDoubtReason.UNPROCESSED, parts.pause(put.retryAfter()));
    }
    SubmitOutcome.InDoubt doubt = (SubmitOutcome.InDoubt) outcome;
    LOG.warnf("submit %s is in doubt: %s", task.marker(), doubt.reason());
    return inDoubt(InDoubtReason.LOST, parts.settings.poll().first());
  }

  /** Where the account is let in, it is this request that is refused. */
  private Uni<SubmitResult> unauthorized(SubmitOutcome.Unauthorized answer, boolean open) {
    if (open) {
      return refused(answer.status(), answer.words());
    }
    exponentialBackoff.failed();
    return result(Phase.QUEUED, null, null);
  }

  private Uni<SubmitResult> inDoubt(InDoubtReason doubt, Duration nextLook) {
    return result(Phase.IN_DOUBT, null, null, nextLook, doubt);
  }

  private Uni<SubmitResult> refused(int status, String words) {
    return result(
        Phase.ENDED, null, new TaskFailure(FailureReason.UPSTREAM_REFUSED, status, words));
  }

  /** An account that is not let in waits until it is; else it counts against the task. */
  private Uni<SubmitResult> refusedInBetween(SubmitOutcome.RefusedInBetween refused) {
    exponentialBackoff.failed();
    LOG.debugf("submit %s was refused in between: %s", task.marker(), refused.excerpt());
    boolean isOfTheKey = refused.status() == 401 || refused.status() == 403;
    Uni<Boolean> probed =
        isOfTheKey ? parts.gate.probe(account) : Uni.createFrom().item(Boolean.TRUE);
    return probed
        .chain(
            open ->
                parts.gate.isClosed(account)
                    ? Uni.createFrom().item(Boolean.FALSE)
                    : parts.refusals.count(task, lease.id()))
        .chain(
            over ->
                over
                    ? result(Phase.ENDED, null, IntermediaryRefusals.failure(refused))
                    : result(Phase.QUEUED, null, null));
  }

  private Uni<SubmitResult> result(Phase phase, String upstreamTaskId, TaskFailure failure) {
    Duration nextLook = parts.settings.poll().first();
    return result(phase, upstreamTaskId, failure, nextLook, null);
  }

  private Uni<SubmitResult> result(
      Phase phase,
      String upstreamTaskId,
      TaskFailure failure,
      Duration nextLook,
      InDoubtReason doubt) {
    return Uni.createFrom()
        .item(
            new SubmitResult(
                task.id(),
                task.attempt(),
                lease.id(),
                phase,
                upstreamTaskId,
                failure,
                nextLook,
                doubt));
  }

  /** While this process lives it does not give up telling the store. */
  private Uni<Void> record(SubmitResult result) {
    return parts
        .submits
        .record(result)
        .onFailure()
        .retry()
        .withBackOff(RECORD_BACKOFF, RECORD_MOST)
        .indefinitely()
        .chain(changed -> changed.map(this::told).orElseGet(() -> recordLate(result)));
  }

  private Uni<Void> told(TaskChange change) {
    parts.taskChangeAnnouncer.announce(List.of(change));
    return Uni.createFrom().voidItem();
  }

  /** Somebody else has the task by now, and what is definite about this submit still counts. */
  private Uni<Void> recordLate(SubmitResult result) {
    LOG.warnf("the lease of %s was lost before its end", task.marker());
    return parts
        .late
        .record(result)
        .onFailure()
        .retry()
        .withBackOff(RECORD_BACKOFF, RECORD_MOST)
        .indefinitely()
        .invoke(late -> settleLate(late, result))
        .replaceWithVoid();
  }

  private void settleLate(LateResult late, SubmitResult result) {
    if (late instanceof LateResult.Settled settled) {
      parts.taskChangeAnnouncer.announce(List.of(settled.change()));
    } else if (late instanceof LateResult.SecondAsset) {
      parts.doubles.removeTask(account, task.marker(), result.upstreamTaskId());
    } else if (late instanceof LateResult.EndedBefore) {
      LOG.warnf("%s had ended, and its submit happened: it is cancelled upstream", task.marker());
      parts.doubles.cancel(account, task.marker(), result.upstreamTaskId());
    }
  }
}
