package io.anteroom.engine;

import io.anteroom.account.Account;
import io.anteroom.loop.UnexpectedFailure;
import io.anteroom.quota.Permit;
import io.anteroom.task.Marked;
import io.anteroom.task.Phase;
import io.anteroom.task.SubmitResult;
import io.anteroom.task.TaskKind;
import io.anteroom.upload.Spool.Found;
import io.anteroom.upstream.SubmitOutcome;
import io.anteroom.upstream.UpstreamAnswer;
import io.anteroom.upstream.UpstreamCall;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** One submit of one task: the call, and what it came to, in the store. */
final class Submission {

  private static final Logger LOG = Logger.getLogger(Submission.class);
  private static final String FILE_GONE = "the uploaded file is no longer in the spool";
  private static final Duration RECORD_BACKOFF = Duration.ofMillis(100);
  private static final Duration RECORD_MOST = Duration.ofSeconds(2);

  private final Account account;
  private final Marked task;
  private final Permit permit;
  private final Submitter parts;
  private final Backoff backoff;
  private final UUID owner;

  Submission(
      Account account, Marked task, Permit permit, UUID owner, Submitter parts, Backoff backoff) {
    this.account = account;
    this.task = task;
    this.permit = permit;
    this.parts = parts;
    this.backoff = backoff;
    this.owner = owner;
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
  private Uni<Optional<Marked>> whole() {
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
        .invoke(failure -> UnexpectedFailure.log(LOG, "giving a permit back", failure))
        .onFailure()
        .recoverWithNull()
        .chain(() -> withoutSending(file));
  }

  /** Only a file that is missing from a spool that is there ends its task. */
  private Uni<SubmitResult> withoutSending(Found file) {
    if (file == Found.GONE) {
      return result(Phase.ENDED, null, FILE_GONE, null);
    }
    backoff.failed();
    return result(Phase.QUEUED, null, null, null);
  }

  /** A body that broke off before its end was never a whole request: it did not happen. */
  private Uni<SubmitResult> brokenOff() {
    return lookAtFile().chain(this::withoutSending);
  }

  /** Whatever it was, it may have been sent: the task must not stay marked for ever. */
  private Uni<SubmitResult> unforeseen(Throwable failure) {
    LOG.errorf(failure, "submit %s failed in an unforeseen way: it is in doubt", task.marker());
    return result(Phase.IN_DOUBT, null, null, null);
  }

  private Uni<SubmitResult> send(Marked whole) {
    return call(whole)
        .map(SubmitOutcome::of)
        .onFailure()
        .recoverWithItem(SubmitOutcome::of)
        .invoke(outcome -> parts.metrics.submitted(account, outcome))
        .chain(this::settle);
  }

  private Uni<UpstreamAnswer> call(Marked whole) {
    UpstreamCall call = parts.calls.of(whole, () -> parts.replica.holds(owner));
    return task.kind() == TaskKind.UPLOAD
        ? parts.upstream.sendFile(account, permit, call)
        : parts.upstream.send(account, permit, call);
  }

  private Uni<SubmitResult> settle(SubmitOutcome outcome) {
    if (outcome instanceof SubmitOutcome.Accepted accepted) {
      backoff.succeeded();
      return result(Phase.RUNNING, accepted.upstreamTaskId(), null, null);
    }
    if (outcome instanceof SubmitOutcome.Refused refused) {
      return result(Phase.ENDED, null, refused.words(), refused.status());
    }
    if (outcome instanceof SubmitOutcome.Unauthorized unauthorized) {
      return parts.gate.probe(account).chain(open -> unauthorized(unauthorized, open));
    }
    if (outcome instanceof SubmitOutcome.RateLimited limited) {
      return parts
          .pauses
          .pause(account.name(), permit.endpointClass(), limited.retryAfter())
          .onFailure()
          .invoke(failure -> UnexpectedFailure.log(LOG, "the pause after a 429", failure))
          .onFailure()
          .recoverWithNull()
          .chain(() -> result(Phase.QUEUED, null, null, null));
    }
    if (outcome instanceof SubmitOutcome.BrokenOff broken) {
      LOG.debugf("submit of %s broke off: %s", task.id(), broken.reason());
      return brokenOff();
    }
    if (outcome instanceof SubmitOutcome.NotSent notSent) {
      LOG.debugf("submit of %s was not sent: %s", task.id(), notSent.reason());
      backoff.failed();
      return result(Phase.QUEUED, null, null, null);
    }
    SubmitOutcome.InDoubt doubt = (SubmitOutcome.InDoubt) outcome;
    LOG.warnf("submit %s is in doubt: %s", task.marker(), doubt.reason());
    return result(Phase.IN_DOUBT, null, null, null);
  }

  /** Where the account is let in, it is this request that is refused. */
  private Uni<SubmitResult> unauthorized(SubmitOutcome.Unauthorized answer, boolean open) {
    if (open) {
      return result(Phase.ENDED, null, answer.words(), answer.status());
    }
    backoff.failed();
    return result(Phase.QUEUED, null, null, null);
  }

  private Uni<SubmitResult> result(
      Phase phase, String upstreamTaskId, String error, Integer errorStatus) {
    Duration nextLook = parts.settings.poll().first();
    return Uni.createFrom()
        .item(
            new SubmitResult(
                task.id(),
                task.attempt(),
                owner,
                phase,
                upstreamTaskId,
                error,
                errorStatus,
                nextLook));
  }

  /** While this process lives the task is its own: it does not give up telling the store. */
  private Uni<Void> record(SubmitResult result) {
    return parts
        .submits
        .record(result)
        .onFailure()
        .retry()
        .withBackOff(RECORD_BACKOFF, RECORD_MOST)
        .indefinitely()
        .invoke(
            changed ->
                changed.ifPresentOrElse(
                    change -> parts.changed(account, List.of(change)),
                    () -> LOG.warnf("the lease of %s was lost before its end", task.marker())))
        .replaceWithVoid();
  }
}
