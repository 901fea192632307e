package io.anteroom.poll;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Running tasks in two parts: those that have to be considered now, and the others by the time when
 * they have to be. So a step does not look at all of them. Not thread-safe.
 */
final class DueTasks {

  private static final Comparator<PolledTask> BY_DUE =
      Comparator.comparingLong((PolledTask task) -> task.dueAt).thenComparing(PolledTask::id);

  private final PollWorth worth;
  private final Set<PolledTask> due = new LinkedHashSet<>();
  private final TreeSet<PolledTask> waiting = new TreeSet<>(BY_DUE);
  private boolean byList = true;

  DueTasks(PollWorth worth) {
    this.worth = worth;
  }

  void clear() {
    due.clear();
    waiting.clear();
  }

  /** Whether there is a list by which the account is polled. */
  void polledByList(boolean isListed, long now) {
    if (byList != isListed) {
      byList = isListed;
      List<PolledTask> all = new ArrayList<>(due);
      all.addAll(waiting);
      clear();
      all.forEach(task -> add(task, now));
    }
  }

  void add(PolledTask task, long now) {
    long paused = task.pausedUntil() - now;
    long wait = paused > 0 ? paused : worth.untilDue(task, now, byList);
    task.dueAt = now + wait;
    if (wait <= 0) {
      due.add(task);
    } else {
      waiting.add(task);
    }
  }

  /** Before it changes: its place depends on what it is. */
  void remove(PolledTask task) {
    if (!due.remove(task)) {
      waiting.remove(task);
    }
  }

  /** Those that have to be considered now. */
  Collection<PolledTask> due(long now) {
    while (!waiting.isEmpty() && waiting.first().dueAt - now <= 0) {
      due.add(waiting.pollFirst());
    }
    return due;
  }

  /** The others, those first that have to be considered first. */
  Collection<PolledTask> waiting() {
    return waiting;
  }

  /** It turned out that it is not worth it yet. */
  void reconsider(PolledTask task, long now) {
    due.remove(task);
    add(task, now);
  }
}
