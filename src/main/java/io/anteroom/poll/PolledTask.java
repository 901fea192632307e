package io.anteroom.poll;

import io.anteroom.poll.RunningTaskReader.RunningTaskRow;
import io.anteroom.task.Phase;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * A running task in the memory of the replica that polls its account: its row, and when it was
 * polled. Times are readings of the ticker. Not thread-safe: {@link RunningTasks} guards it.
 */
final class PolledTask {

  /** As it was at a moment. */
  private RunningTask task;

  private long taskAt;
  private int eventNo;
  private String upstreamStatus;

  /** Its age at the last poll, where no poll of this replica has told its status. */
  private Duration guessedPoll;

  /** No poll before. */
  private long pausedUntil;

  /** When a poll of it may be worth it. */
  private long dueAt;

  /**
   * As its row says, which is of now.
   *
   * @param before the same task as it stands in memory, where alone it is known when it was polled;
   *     null where it does not
   */
  PolledTask(RunningTaskRow row, PolledTask before, PollSchedule schedule, long now) {
    this.task = row.task();
    this.taskAt = now;
    this.eventNo = row.eventNo();
    this.upstreamStatus = row.upstreamStatus();
    this.pausedUntil = now;
    if (before == null || before.task.attempt() != task.attempt()) {
      guessedPoll = schedule.guessedPoll(task);
      Duration unseen = task.age().minus(guessedPoll);
      dueAt = now - unseen.minus(schedule.next(task, guessedPoll)).toNanos();
    } else {
      keep(before, now);
    }
  }

  private void keep(PolledTask before, long now) {
    boolean isSamePhase = phase() == before.phase();
    task = task.polled(isSamePhase ? before.task.polls() : 0, before.task.polledAt());
    guessedPoll = before.guessedPoll;
    pausedUntil = isSamePhase ? before.pausedUntil : now;
    dueAt = isSamePhase ? before.dueAt : now;
  }

  /** Whether it is polled before the other one: cancels first, then what is due longest. */
  int compareDue(PolledTask other) {
    boolean isCancel = phase() == Phase.CANCELLING;
    boolean isOtherCancel = other.phase() == Phase.CANCELLING;
    return isCancel == isOtherCancel ? Long.signum(dueAt - other.dueAt) : isCancel ? -1 : 1;
  }

  UUID id() {
    return task.id();
  }

  String client() {
    return task.client();
  }

  private Phase phase() {
    return task.phase();
  }

  int eventNo() {
    return eventNo;
  }

  /** How long no poll of it is allowed; zero or less where one is. */
  long paused(long now) {
    return pausedUntil - now;
  }

  /** How long until a poll of it is allowed and may be worth it; zero or less where it is. */
  long untilPoll(long now) {
    return Math.max(pausedUntil - now, dueAt - now);
  }

  /** As it is now; when it was polled is zero where that is not known. */
  RunningTask at(long now) {
    return task.later(Duration.ofNanos(now - taskAt));
  }

  /** The same, with a guess of when it was polled. */
  RunningTask guessedAt(long now) {
    RunningTask present = at(now);
    return guessedPoll == null ? present : present.polled(present.polls(), guessedPoll);
  }

  /** A poll of it begins; until its result comes it is left alone, but no longer than this. */
  RunningTask begin(long now, Duration claim) {
    task = task.polled(task.polls() + 1, task.polledAt());
    pausedUntil = now + claim.toNanos();
    dueAt = pausedUntil;
    return at(now);
  }

  /** It stands like this now, by a change that is committed. */
  void changed(TaskChange change, long now) {
    if (change.eventNo() <= eventNo) {
      return;
    }
    eventNo = change.eventNo();
    pausedUntil = change.phase() == phase() ? pausedUntil : now;
    task = task.changed(change.phase(), change.status());
  }

  /** Whether a result differs from the row, as far as is known. */
  boolean isChange(PollResult result) {
    return isEvent(result)
        || result.pollAlone() != task.pollAlone()
        || !after(result).equals(task.history());
  }

  /** Whether a result changes what a reader of the task sees. */
  boolean isEvent(PollResult result) {
    String word = result.state().upstreamStatus();
    return result.state().status() != task.status()
        || word != null && !word.equals(upstreamStatus)
        || !Objects.equals(after(result).note(), task.history().note());
  }

  /** As {@link PollStore} writes it. */
  private PollHistory after(PollResult result) {
    PollHistory history = task.history();
    String note = result.note() == null ? history.note() : result.note();
    return switch (result.finding()) {
      case STATUS -> PollHistory.NONE;
      case NOT_POLLED -> history.withNote(note);
      case NO_RESPONSE, UNKNOWN_STATUS -> history.unanswered().withNote(note);
      case NOT_FOUND -> history.notFound().withNote(note);
    };
  }

  /**
   * A poll is recorded.
   *
   * @param asked the phase in which it was polled
   */
  void polled(Phase asked, PollResult result, long now) {
    PollResult.State state = result.state();
    task = at(now);
    taskAt = now;
    Duration last = later(state.polledAt(), task.polledAt());
    task = task.found(state.status(), result.pollAlone(), last, after(result));
    if (state.upstreamStatus() != null) {
      upstreamStatus = state.upstreamStatus();
    }
    if (state.polledAt() != null) {
      guessedPoll = null;
    }
    if (asked == phase()) {
      pausedUntil = now + result.pause().toNanos();
      dueAt = now + result.nextPoll().toNanos();
    }
  }

  private static Duration later(Duration one, Duration other) {
    return one == null || one.compareTo(other) < 0 ? other : one;
  }
}
