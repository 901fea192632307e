package io.anteroom.submit;

import io.anteroom.async.FailureLog;
import io.anteroom.async.log.SubjectLog;
import io.anteroom.quota.QuotaSettings;
import io.anteroom.quota.RateLimitBackoff;
import io.anteroom.task.FailureReason;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.PollTimes;
import io.anteroom.task.TaskFailure;
import io.anteroom.upstream.AccountAvailability;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** Decides what the outcome of a submit means for its task. Thread-safe. */
@Singleton
class SubmitSettlement {

  private static final SubjectLog LOG = SubjectLog.of(SubmitSettlement.class);
  private static final TaskFailure FILE_LOST =
      TaskFailure.of(FailureReason.FILE_LOST, "the uploaded file is no longer in the spool");

  /** When to check a submit that the upstream did not process, where it asks for no other time. */
  private static final Duration MIN_PAUSE = Duration.ofSeconds(1);

  private final AccountAvailability availability;
  private final RateLimitBackoff rateLimitBackoff;
  private final IntermediaryRefusals refusals;
  private final Duration maxPause;
  private final Duration firstCheck;

  SubmitSettlement(
      AccountAvailability availability,
      RateLimitBackoff rateLimitBackoff,
      IntermediaryRefusals refusals,
      QuotaSettings quota,
      PollTimes poll) {
    this.availability = availability;
    this.rateLimitBackoff = rateLimitBackoff;
    this.refusals = refusals;
    this.maxPause = quota.maxBackoff();
    this.firstCheck = poll.firstAfter();
  }

  Uni<SubmitResult> settle(PermittedSubmit submit, SubmitOutcome outcome) {
    if (outcome instanceof SubmitOutcome.RefusedByIntermediary refused) {
      return refusedByIntermediary(submit, refused);
    }
    if (outcome instanceof SubmitOutcome.Unauthorized unauthorized) {
      return availability
          .probe(submit.account())
          .map(open -> unauthorized(submit, unauthorized, open));
    }
    if (outcome instanceof SubmitOutcome.RateLimited limited) {
      return rateLimited(submit, limited);
    }
    return Uni.createFrom().item(settled(submit, outcome));
  }

  /** Whatever it was, it may have been sent: the task must not stay marked for ever. */
  SubmitResult unforeseen(PermittedSubmit submit, Throwable failure) {
    LOG.errorf(
        failure,
        submit,
        "submit %s failed in an unforeseen way: it is in doubt",
        submit.task().marker());
    return inDoubt(submit, InDoubtReason.LOST, firstCheck);
  }

  /** Of an outcome that tells enough by itself. */
  private SubmitResult settled(PermittedSubmit submit, SubmitOutcome outcome) {
    String marker = submit.task().marker();
    if (outcome instanceof SubmitOutcome.Accepted accepted) {
      submit.queue().backoff().succeeded();
      return result(submit, Phase.RUNNING, accepted.upstreamTaskId(), null);
    }
    if (outcome instanceof SubmitOutcome.Refused refused) {
      return refused(submit, refused.status(), refused.words());
    }
    if (outcome instanceof SubmitOutcome.FileLost) {
      return result(submit, Phase.ENDED, null, FILE_LOST);
    }
    if (outcome instanceof SubmitOutcome.NotSent notSent) {
      LOG.debugf(submit, "submit of %s was not sent: %s", submit.task().id(), notSent.reason());
      submit.delayNext();
      return queued(submit);
    }
    if (outcome instanceof SubmitOutcome.UpstreamFailed failed) {
      LOG.warnf(submit, "submit %s is in doubt: %d, %s", marker, failed.status(), failed.words());
      return inDoubt(submit, InDoubtReason.FAILED, Duration.ZERO);
    }
    if (outcome instanceof SubmitOutcome.Unprocessed unprocessed) {
      LOG.debugf(
          submit,
          "the upstream did not process submit %s: %d, %s",
          marker,
          unprocessed.status(),
          unprocessed.words());
      return inDoubt(submit, InDoubtReason.UNPROCESSED, pause(unprocessed.retryAfter()));
    }
    SubmitOutcome.InDoubt doubt = (SubmitOutcome.InDoubt) outcome;
    LOG.warnf(submit, "submit %s is in doubt: %s", marker, doubt.reason());
    return inDoubt(submit, InDoubtReason.LOST, firstCheck);
  }

  /** Where the upstream accepts the account, it is this request that it refuses. */
  private SubmitResult unauthorized(
      PermittedSubmit submit, SubmitOutcome.Unauthorized unauthorized, boolean open) {
    if (open) {
      return refused(submit, unauthorized.status(), unauthorized.words());
    }
    submit.delayNext();
    return queued(submit);
  }

  /** Without the pause the task is queued all the same. */
  private Uni<SubmitResult> rateLimited(PermittedSubmit submit, SubmitOutcome.RateLimited limited) {
    Uni<Void> pause =
        rateLimitBackoff.pause(
            submit.account().name(), submit.permit().endpointClass(), limited.retryAfter());
    return FailureLog.recover(LOG.plain(), "the pause after a 429", pause, null)
        .map(paused -> queued(submit));
  }

  /** Where the upstream does not accept the account the task waits; else the refusal counts. */
  private Uni<SubmitResult> refusedByIntermediary(
      PermittedSubmit submit, SubmitOutcome.RefusedByIntermediary refused) {
    submit.delayNext();
    LOG.debugf(
        submit, "an intermediary refused submit %s: %s", submit.task().marker(), refused.excerpt());
    boolean isOfTheKey = refused.status() == 401 || refused.status() == 403;
    Uni<Boolean> probed =
        isOfTheKey ? availability.probe(submit.account()) : Uni.createFrom().item(Boolean.TRUE);
    return probed
        .chain(open -> count(submit))
        .map(
            isOver ->
                isOver
                    ? result(submit, Phase.ENDED, null, IntermediaryRefusals.failure(refused))
                    : queued(submit))
        .map(SubmitResult::byIntermediary);
  }

  private Uni<Boolean> count(PermittedSubmit submit) {
    return availability.isClosed(submit.account())
        ? Uni.createFrom().item(Boolean.FALSE)
        : refusals.count(submit.task(), submit.lease().owner());
  }

  private Duration pause(Optional<Duration> asked) {
    Duration pause = asked.filter(a -> a.compareTo(MIN_PAUSE) > 0).orElse(MIN_PAUSE);
    return pause.compareTo(maxPause) < 0 ? pause : maxPause;
  }

  private SubmitResult refused(PermittedSubmit submit, int status, String words) {
    TaskFailure failure = new TaskFailure(FailureReason.UPSTREAM_REFUSED, status, words);
    return result(submit, Phase.ENDED, null, failure);
  }

  private SubmitResult queued(PermittedSubmit submit) {
    return result(submit, Phase.QUEUED, null, null);
  }

  private SubmitResult result(
      PermittedSubmit submit, Phase phase, String upstreamTaskId, TaskFailure failure) {
    return SubmitResult.of(submit, phase, upstreamTaskId, failure, null, null);
  }

  private static SubmitResult inDoubt(
      PermittedSubmit submit, InDoubtReason reason, Duration nextCheck) {
    return SubmitResult.of(submit, Phase.IN_DOUBT, null, null, nextCheck, reason);
  }
}
