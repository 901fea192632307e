package io.anteroom.poll;

import io.anteroom.async.Ticker;
import io.anteroom.poll.PollResult.State;
import io.anteroom.task.FailureReason;
import io.anteroom.task.Phase;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskFailure;
import io.anteroom.task.TaskStatus;
import io.anteroom.upstream.http.UpstreamSettings;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.json.UpstreamTask;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Decides what the upstream's response about a task means for it. Thread-safe. */
@Singleton
public class PollReader {

  private static final TaskFailure GONE =
      new TaskFailure(FailureReason.GONE_UPSTREAM, 404, "the upstream no longer knows this task");

  private static final String SEEMS_GONE = "the upstream says that it does not know this task";
  private static final String SILENT = "no poll of it has told its status for some time";
  private static final String NO_STATUS = "the upstream says a status that cannot be read, or none";
  private static final String UNKNOWN_WORD = "the upstream says a status that is not known here";

  /** No fewer polls than these end a task that the upstream does not know. */
  private static final int MIN_POLLS = 3;

  private final StatusReader statuses;
  private final PollSchedule schedule;
  private final Duration listLag;
  private final Duration goneGrace;
  private final PollBackoffs backoffs;

  public PollReader(
      StatusReader statuses,
      PollSchedule schedule,
      PollSettings settings,
      UpstreamSettings upstream,
      Ticker ticker) {
    this.statuses = statuses;
    this.schedule = schedule;
    this.listLag = settings.listLag();
    this.goneGrace = upstream.goneGrace();
    this.backoffs = new PollBackoffs(settings, goneGrace, MIN_POLLS, ticker);
  }

  /** The upstream told of the task. */
  PollResult seen(RunningTask task, UpstreamTask upstream) {
    backoffs.statusRead(task.account());
    if (!statuses.knows(upstream)) {
      String note = upstream.status().isEmpty() ? NO_STATUS : UNKNOWN_WORD;
      return PollResult.of(task, statuses.read(task, upstream), PollFinding.UNKNOWN_STATUS)
          .notBefore(backoffs.afterUnknownStatus(task))
          .withNote(note(task, note));
    }
    PollResult result = PollResult.of(task, statuses.read(task, upstream), PollFinding.STATUS);
    return task.phase() == Phase.CANCELLING
        ? result.notBefore(backoffs.afterCancel(task))
        : result.dueAfter(schedule.next(task, task.age()));
  }

  /** The list did not show the task: a new one may lag, any other is polled alone. */
  PollResult missing(RunningTask task) {
    return mayLag(task) ? lagging(task) : alone(task);
  }

  /** The list showed none of those that it was asked for: that is the list's fault. */
  PollResult hidden(RunningTask task) {
    return mayLag(task) ? lagging(task) : unlisted(task);
  }

  /** Whether a task is so new that the list need not show it yet. */
  boolean mayLag(RunningTask task) {
    return task.age().compareTo(listLag) < 0;
  }

  private PollResult lagging(RunningTask task) {
    return unchanged(task, PollFinding.NOT_POLLED)
        .notBefore(listLag.dividedBy(PollBackoffs.POLLS_IN_GRACE));
  }

  /** Whether this is the poll that may end a task that the upstream does not know. */
  boolean isGraceOver(RunningTask task) {
    PollHistory history = task.history();
    return history.notFoundPolls() + 1 >= MIN_POLLS
        && history.notFoundFor().compareTo(goneGrace) >= 0;
  }

  /** The upstream says that it does not know the task: one such response ends nothing. */
  PollResult absent(RunningTask task) {
    return unchanged(task, PollFinding.NOT_FOUND)
        .notBefore(backoffs.afterNotFound(task))
        .withNote(note(task, SEEMS_GONE));
  }

  /** The upstream has neither the task nor an asset of it, for certain: it ends. */
  PollResult gone(RunningTask task) {
    State state =
        task.phase() == Phase.CANCELLING
            ? State.ended(TaskStatus.CANCELLED, StatusReader.CANCELLED)
            : State.ended(TaskStatus.FAILED, GONE);
    return PollResult.of(task, state, PollFinding.NOT_FOUND);
  }

  /** There was no response of the upstream: it is polled less often, as long as that lasts. */
  PollResult unknown(RunningTask task) {
    boolean isLong = task.history().unansweredFor().compareTo(goneGrace) >= 0;
    return unchanged(task, PollFinding.NO_RESPONSE)
        .notBefore(backoffs.afterNoResponse(task))
        .withNote(isLong ? SILENT : null);
  }

  /** The same of a page. */
  List<PollResult> unknown(List<RunningTask> tasks) {
    Duration wait = backoffs.afterNoResponse(tasks);
    return tasks.stream()
        .map(task -> unchanged(task, PollFinding.NO_RESPONSE).notBefore(wait))
        .toList();
  }

  /** The upstream's response is no task. */
  PollResult unreadable(RunningTask task) {
    return odd(task, NO_STATUS);
  }

  /** The upstream itself refuses to say anything of this task; that may stay so. */
  PollResult refused(RunningTask task, UpstreamResponse response) {
    return odd(task, "the upstream refuses to tell of it with %d".formatted(response.status()));
  }

  private PollResult odd(RunningTask task, String note) {
    return unchanged(task, PollFinding.UNKNOWN_STATUS)
        .notBefore(backoffs.afterUnknownStatus(task))
        .withNote(note(task, note));
  }

  /** The upstream took no call: it says until when, and nothing follows for the task. */
  PollResult unasked(RunningTask task) {
    return unchanged(task, PollFinding.NOT_POLLED).notBefore(backoffs.afterNoCall());
  }

  /** There is no list at the moment: nothing follows for the task. */
  PollResult unlisted(RunningTask task) {
    return unchanged(task, PollFinding.NOT_POLLED);
  }

  /** It must be polled alone from now on. */
  PollResult alone(RunningTask task) {
    return unchanged(task, PollFinding.NOT_POLLED).alone();
  }

  private static PollResult unchanged(RunningTask task, PollFinding finding) {
    return PollResult.of(task, State.unchanged(task.status()), finding);
  }

  /** The first such response is not worth a note: the next one may be as it should. */
  private static String note(RunningTask task, String note) {
    return task.history().unansweredFor().isZero() ? null : note;
  }
}
