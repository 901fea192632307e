package io.anteroom.poll;

import io.anteroom.poll.RunningTaskReader.RunningTaskRow;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;

/**
 * The running tasks of an account in the memory of the replica that polls it. Where memory and a
 * row differ, the row counts. Bounded: what does not fit stays in the database; a cancel always
 * fits. Thread-safe.
 */
final class RunningTasks {

  /** About 25 MB of them. */
  static final int MAX = 50_000;

  private static final Comparator<PolledTask> BY_DUE = PolledTask::compareDue;

  private final PollSchedule schedule;
  private final int max;
  private final Map<UUID, PolledTask> tasks = new HashMap<>();

  /** With which event those left that rows which are being read may still show. */
  private final Map<UUID, Integer> left = new HashMap<>();

  private boolean isReading;

  /** Whether all have to be read again. */
  private boolean isInDoubt;

  /** Whether that came up since rows began to be read, which may have been read before it. */
  private boolean isNewlyInDoubt;

  /**
   * None yet.
   *
   * @param max how many tasks are kept, cancels not counted
   */
  RunningTasks(PollSchedule schedule, int max) {
    this.schedule = schedule;
    this.max = max;
  }

  /**
   * The tasks that may be polled now.
   *
   * @param untilMore how long until there is another one; null where none is paused
   */
  record Candidates(List<RunningTask> tasks, Duration untilMore) {}

  /** Forgets all of them. */
  synchronized void clear() {
    tasks.clear();
    isInDoubt = false;
    isNewlyInDoubt = false;
  }

  synchronized int size() {
    return tasks.size();
  }

  /** How long until a poll of this task may be worth it; null where it is not known here. */
  synchronized Duration untilPoll(UUID id, long now) {
    PolledTask task = tasks.get(id);
    return task == null ? null : Duration.ofNanos(Math.max(0, task.untilPoll(now)));
  }

  /** Whether one may run still or not: all have to be read again. */
  synchronized boolean isInDoubt() {
    return isInDoubt;
  }

  /** Rows will be read, until {@link #wereRead}. */
  synchronized void areRead() {
    isReading = true;
    isNewlyInDoubt = false;
  }

  /**
   * No rows are being read any more.
   *
   * @param all those that were read, where that were all; or null
   */
  synchronized void wereRead(Set<UUID> all) {
    isReading = false;
    left.clear();
    if (all != null) {
      tasks.keySet().retainAll(all);
      isInDoubt = isNewlyInDoubt;
    }
  }

  /** Rows were read. */
  synchronized void read(List<RunningTaskRow> rows, long now) {
    rows.forEach(row -> read(row, now));
  }

  private void read(RunningTaskRow row, long now) {
    UUID id = row.task().id();
    PolledTask known = tasks.get(id);
    boolean isOld =
        known == null ? left.getOrDefault(id, 0) >= row.eventNo() : known.eventNo() > row.eventNo();
    boolean fits = known != null || tasks.size() < max || row.task().phase() == Phase.CANCELLING;
    if (fits && !isOld) {
      tasks.put(id, new PolledTask(row, known, schedule, now));
    }
  }

  /** A task changed. Returns whether that is news that has to be read. */
  synchronized boolean changed(TaskChange change, long now) {
    if (change.phase() != Phase.RUNNING && change.phase() != Phase.CANCELLING) {
      leave(change.id(), change.eventNo());
      return false;
    }
    PolledTask task = tasks.get(change.id());
    if (task != null) {
      task.changed(change, now);
    }
    return task == null;
  }

  /** A task has ended, or runs no more, by this event of it. It may run again by a later one. */
  synchronized void leave(UUID id, int eventNo) {
    tasks.computeIfPresent(id, (same, task) -> task.eventNo() > eventNo ? task : null);
    if (isReading) {
      left.merge(id, eventNo, Math::max);
    }
  }

  /**
   * It is said that a task ended by this event of it. Returns whether that is news, so that all
   * have to be read again.
   */
  synchronized boolean doubt(UUID id, int eventNo) {
    PolledTask task = tasks.get(id);
    boolean isDoubt = task != null && task.eventNo() <= eventNo;
    boolean isNews = isDoubt && !isInDoubt;
    if (isDoubt) {
      raiseDoubt();
    }
    return isNews;
  }

  private void raiseDoubt() {
    isInDoubt = true;
    isNewlyInDoubt = true;
  }

  /**
   * Those that may be polled, cancels first, then what is due longest. The clients take turns, so
   * that no client's tasks are hidden behind those of another.
   *
   * @param most how many at the most
   */
  synchronized Candidates candidates(int most, long now) {
    Map<String, Queue<PolledTask>> byClient = new HashMap<>();
    long untilMore = Long.MAX_VALUE;
    for (PolledTask task : tasks.values()) {
      long paused = task.paused(now);
      if (paused > 0) {
        untilMore = Math.min(untilMore, paused);
      } else {
        byClient.computeIfAbsent(task.client(), client -> new PriorityQueue<>(BY_DUE)).add(task);
      }
    }
    return new Candidates(
        inTurns(new ArrayList<>(byClient.values()), most, now),
        untilMore == Long.MAX_VALUE ? null : Duration.ofNanos(untilMore));
  }

  private static List<RunningTask> inTurns(List<Queue<PolledTask>> clients, int most, long now) {
    List<RunningTask> taken = new ArrayList<>();
    clients.sort(Comparator.comparing(Queue::element, BY_DUE));
    while (taken.size() < most && !clients.isEmpty()) {
      clients.forEach(own -> taken.add(own.remove().guessedAt(now)));
      clients.removeIf(Queue::isEmpty);
    }
    return taken.subList(0, Math.min(most, taken.size()));
  }

  /** How long those of these have been due that may be polled now and are due. */
  synchronized List<Duration> lags(List<RunningTask> chosen, long now) {
    return chosen.stream()
        .map(one -> tasks.get(one.id()))
        .filter(task -> task != null && task.untilPoll(now) <= 0)
        .map(task -> Duration.ofNanos(-task.untilPoll(now)))
        .toList();
  }

  /** Polls of these begin; those that have left or are polled already are not returned. */
  synchronized List<RunningTask> begin(List<RunningTask> chosen, long now, Duration claim) {
    List<RunningTask> begun = new ArrayList<>(chosen.size());
    for (RunningTask one : chosen) {
      PolledTask task = tasks.get(one.id());
      if (task != null && task.paused(now) <= 0) {
        begun.add(task.begin(now, claim));
      }
    }
    return begun;
  }

  /** Whether a result has to be written: it differs from the row, or the row is not known. */
  synchronized boolean isChange(PollResult result) {
    PolledTask task = tasks.get(result.task());
    return task == null || task.isChange(result);
  }

  /**
   * A poll is recorded. A change that did not come about shows that the row is another one than is
   * remembered: the task is dropped, and read again if it runs still.
   *
   * @param asked the phase in which it was polled
   * @param cameAbout whether the result changed what a reader of the task sees
   */
  synchronized void polled(Phase asked, PollResult result, boolean cameAbout, long now) {
    PolledTask task = tasks.get(result.task());
    if (task != null && task.isEvent(result) && !cameAbout) {
      tasks.remove(result.task());
      raiseDoubt();
    } else if (task != null) {
      task.polled(asked, result, now);
    }
  }
}
