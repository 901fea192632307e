package io.anteroom.poll;

import io.anteroom.async.Ticker;
import io.anteroom.task.Phase;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * A running task in the memory of the replica that polls its account. Times are readings of its
 * {@link Ticker}. Not thread-safe: {@link RunningTasks} guards it.
 */
final class PolledTask {

  private final RunningTask row;
  private final long submittedAt;
  private Phase phase;
  private TaskStatus status;
  private int eventNo;
  private String upstreamStatus;
  private String note;
  private boolean pollAlone;
  private int polls;
  private UnansweredPolls unanswered;
  private UnansweredPolls stored;
  private long polledAt;

  /** No poll before. */
  private long pausedUntil;

  /** When a poll may be worth it; its place in the order of {@link RunningTasks}. */
  long dueAt;

  /** As its row says, which is of now; when it was polled is not known. */
  PolledTask(RunningTaskRow read, long now) {
    this.row = read.task();
    this.submittedAt = now - row.age().toNanos();
    this.phase = row.phase();
    this.status = row.status();
    this.eventNo = read.eventNo();
    this.upstreamStatus = read.upstreamStatus();
    this.note = row.history().note();
    this.pollAlone = row.pollAlone();
    this.unanswered = UnansweredPolls.of(row.history(), now);
    this.stored = unanswered;
    this.polledAt = submittedAt + row.polledAt().toNanos();
    this.pausedUntil = now;
  }

  /** The row was read again: what this replica did itself it knows better. */
  void keep(PolledTask before) {
    if (row.attempt() == before.row.attempt()) {
      polledAt = Math.max(polledAt, before.polledAt);
      unanswered = before.unanswered;
      if (phase == before.phase) {
        polls = before.polls;
        pausedUntil = before.pausedUntil;
      }
    }
  }

  UUID id() {
    return row.id();
  }

  String client() {
    return row.client();
  }

  int eventNo() {
    return eventNo;
  }

  boolean isCancelling() {
    return phase == Phase.CANCELLING;
  }

  /** Whether a poll of the list may show it. */
  boolean isListed() {
    return !pollAlone && !isCancelling();
  }

  boolean isPaused(long now) {
    return pausedUntil - now > 0;
  }

  long pausedUntil() {
    return pausedUntil;
  }

  /** Its workload is that of this. */
  RunningTask row() {
    return row;
  }

  /** In seconds. */
  double age(long now) {
    return (now - submittedAt) / 1e9;
  }

  /** Its age at the last poll that told something, in seconds; 0 where there was none. */
  double agePolled() {
    return (polledAt - submittedAt) / 1e9;
  }

  /** It stands like this now, by a change that is committed. */
  void changed(TaskChange change, long now) {
    if (change.eventNo() <= eventNo) {
      return;
    }
    eventNo = change.eventNo();
    status = change.status();
    if (phase != change.phase()) {
      phase = change.phase();
      polls = 0;
      pausedUntil = now;
    }
  }

  /** A poll of it begins; until its result comes it is left alone, but no longer than this. */
  void begin(long now, Duration claim) {
    polls++;
    pausedUntil = now + claim.toNanos();
  }

  /** The poll came to nothing: it may be polled again. */
  void release(long now) {
    pausedUntil = now;
  }

  boolean isOf(PollResult result) {
    return result.attempt() == row.attempt();
  }

  /** What has to be written of a result. */
  PollChange change(PollResult result, long now, Duration lasting) {
    UnansweredPolls after = unanswered.after(result.finding(), now);
    boolean isEvent = isEvent(result);
    boolean isWritten =
        isEvent || result.pollAlone() != pollAlone || after.isWorthStoring(stored, now, lasting);
    return new PollChange(result, after.at(now, null), isWritten, isEvent);
  }

  private boolean isEvent(PollResult result) {
    String word = result.state().upstreamStatus();
    return result.state().status() != status
        || word != null && !word.equals(upstreamStatus)
        || !Objects.equals(noteAfter(result), note);
  }

  private String noteAfter(PollResult result) {
    if (result.finding() == PollFinding.STATUS) {
      return null;
    }
    return result.note() == null ? note : result.note();
  }

  /**
   * A poll is recorded.
   *
   * @param asked the task as it was polled
   */
  void polled(RunningTask asked, PollChange change, long now) {
    PollResult result = change.result();
    unanswered = unanswered.after(result.finding(), now);
    stored = change.isWritten() ? unanswered : stored;
    note = noteAfter(result);
    pollAlone = result.pollAlone();
    status = result.state().status();
    if (result.state().upstreamStatus() != null) {
      upstreamStatus = result.state().upstreamStatus();
    }
    if (result.state().polledAt() != null) {
      polledAt = Math.max(polledAt, submittedAt + result.state().polledAt().toNanos());
    }
    if (asked.phase() == phase) {
      pausedUntil = now + result.pause().toNanos();
    }
  }

  /** As it is now. */
  RunningTask at(long now) {
    PollHistory history = unanswered.at(now, note);
    return new RunningTask(
        row.id(),
        row.attempt(),
        row.kind(),
        phase,
        row.upstreamTaskId(),
        row.collectionId(),
        status,
        polls,
        pollAlone,
        row.doubtedAttempts(),
        row.cancelRequested(),
        row.account(),
        row.workload(),
        Duration.ofNanos(now - submittedAt),
        Duration.ofNanos(polledAt - submittedAt),
        row.client(),
        history);
  }
}
