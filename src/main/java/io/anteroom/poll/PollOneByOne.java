package io.anteroom.poll;

import io.anteroom.account.Account;
import io.anteroom.async.FailureLog;
import io.anteroom.quota.EndpointClass;
import io.anteroom.quota.Permit;
import io.anteroom.quota.RateLimitBackoff;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.upstream.AccountAvailability;
import io.anteroom.upstream.RetryingCalls;
import io.anteroom.upstream.UpstreamClient;
import io.anteroom.upstream.http.UpstreamCall;
import io.anteroom.upstream.json.UpstreamResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Polls one task with one permit; a task that is to be cancelled is cancelled first. */
@Singleton
public class PollOneByOne {

  private static final Logger LOG = Logger.getLogger(PollOneByOne.class);
  private static final Duration PERMIT_WAIT = Duration.ofSeconds(2);

  private final UpstreamClient upstreamClient;
  private final RetryingCalls paid;
  private final RateLimitBackoff rateLimitBackoff;
  private final PollRecorder records;
  private final PollReader reader;
  private final AccountAvailability gate;
  private final GoneTasks gone;

  /** Only stores its parts. */
  public PollOneByOne(
      UpstreamClient upstreamClient,
      RetryingCalls paid,
      RateLimitBackoff rateLimitBackoff,
      PollRecorder records,
      PollReader reader,
      AccountAvailability gate,
      GoneTasks gone) {
    this.upstreamClient = upstreamClient;
    this.paid = paid;
    this.rateLimitBackoff = rateLimitBackoff;
    this.records = records;
    this.reader = reader;
    this.gate = gate;
    this.gone = gone;
  }

  /** Polls, and records what was seen. */
  Uni<Void> poll(Account account, Permit permit, RunningTask task) {
    long start = records.begin();
    return call(account, permit, task)
        .chain(told -> read(account, task, told))
        .onFailure()
        .invoke(failure -> FailureLog.log(LOG, "a poll of one task", failure))
        .onFailure()
        .recoverWithItem(failure -> reader.unknown(task))
        .chain(poll -> records.record(List.of(task), List.of(poll), start));
  }

  /**
   * What was answered.
   *
   * @param answer to the poll
   * @param cancelConfirmed whether the upstream has just said that it cancelled the task
   */
  private record Told(UpstreamResponse answer, boolean cancelConfirmed) {}

  /** The answer to a cancel says little; the poll after it does, and pays for itself. */
  private Uni<Told> call(Account account, Permit permit, RunningTask task) {
    if (task.phase() != Phase.CANCELLING) {
      return upstreamClient.poll(account, permit, get(task)).map(answer -> new Told(answer, false));
    }
    UpstreamCall cancel = UpstreamCall.Plain.removal(api -> api.cancelTask(task.upstreamTaskId()));
    return upstreamClient
        .send(account, permit, cancel)
        .onFailure()
        .invoke(failure -> FailureLog.log(LOG, "a cancel upstream", failure))
        .onFailure()
        .recoverWithNull()
        .chain(
            cancelled ->
                paid.call(account, EndpointClass.DEFAULT, PERMIT_WAIT, get(task))
                    .map(answer -> new Told(answer, isConfirmed(cancelled))));
  }

  private static boolean isConfirmed(UpstreamResponse cancelled) {
    return cancelled != null && cancelled.isSuccess() && cancelled.body().isObject();
  }

  private static UpstreamCall get(RunningTask task) {
    return new UpstreamCall.Followed(
        new UpstreamCall.Plain(api -> api.task(task.upstreamTaskId())));
  }

  private Uni<PollResult> read(Account account, RunningTask task, Told told) {
    UpstreamResponse answer = told.answer();
    if (answer.isSuccess()) {
      return Uni.createFrom().item(seen(task, answer));
    }
    if (answer.isRateLimited()) {
      return rateLimitBackoff
          .pause(account.name(), EndpointClass.DEFAULT, answer.retryAfter())
          .replaceWith(reader.unasked(task));
    }
    if (answer.isUnauthorized()) {
      return gate.probe(account).map(open -> refused(task, answer, open));
    }
    if (answer.isOwnError() && (answer.status() == 404 || answer.status() == 410)) {
      return gone.settle(account, task, told.cancelConfirmed());
    }
    return Uni.createFrom().item(refused(task, answer, answer.status() / 100 == 4));
  }

  /** What is no JSON, or names another task, is not the upstream speaking of this one. */
  private PollResult seen(RunningTask task, UpstreamResponse answer) {
    if (answer.body().isMissingNode()) {
      return reader.unknown(task);
    }
    return answer
        .task()
        .filter(seen -> seen.taskId() == null || seen.taskId().equals(task.upstreamTaskId()))
        .map(seen -> reader.seen(task, seen))
        .orElseGet(() -> reader.unreadable(task));
  }

  private PollResult refused(RunningTask task, UpstreamResponse answer, boolean isAboutTheTask) {
    return isAboutTheTask && answer.isOwnError()
        ? reader.refused(task, answer)
        : reader.unknown(task);
  }
}
