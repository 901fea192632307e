package io.anteroom.poll;

import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The running tasks of an account in the memory of the replica that polls it: those that have to be
 * considered now, and the others by the time when they have to be. Where memory and a row differ,
 * the row counts. Bounded: what does not fit stays in the database until there is room; a cancel
 * always fits. Thread-safe; who reads tasks holds its monitor.
 */
final class RunningTasks {

  /** About 25 MB of them. */
  static final int MAX = 50_000;

  private final int max;
  private final Map<UUID, PolledTask> tasks = new HashMap<>();
  private final DueTasks order;

  /** With which event those left that rows which are being read may still show. */
  private final Map<UUID, Integer> left = new HashMap<>();

  /** Those whose rows are other ones than is remembered. */
  private final Set<UUID> doubted = new LinkedHashSet<>();

  private boolean isFull;
  private boolean isReading;

  RunningTasks(PollWorth worth) {
    this(worth, MAX);
  }

  /**
   * @param max how many tasks are kept, cancels not counted
   */
  RunningTasks(PollWorth worth, int max) {
    this.order = new DueTasks(worth);
    this.max = max;
  }

  /** Forgets all of them. */
  synchronized void clear() {
    tasks.clear();
    order.clear();
    left.clear();
    doubted.clear();
    isFull = false;
  }

  /** How many there are. */
  synchronized int size() {
    return tasks.size();
  }

  /** Whether there is room again, after rows were left out. */
  synchronized boolean hasRoomAgain() {
    return isFull && tasks.size() < max * 9L / 10;
  }

  /**
   * Rows will be read.
   *
   * @param all whether from the first one on
   */
  synchronized void reading(boolean all) {
    isReading = true;
    isFull &= !all;
  }

  /** No rows are being read any more. */
  synchronized void wereRead() {
    isReading = false;
    left.clear();
  }

  /** Rows were read. */
  synchronized void read(List<RunningTaskRow> rows, long now) {
    rows.forEach(row -> read(row, now));
  }

  private void read(RunningTaskRow row, long now) {
    UUID id = row.task().id();
    PolledTask known = tasks.get(id);
    int newest = known == null ? left.getOrDefault(id, 0) : known.eventNo();
    if (newest > row.eventNo() || known == null && newest == row.eventNo()) {
      return;
    }
    if (known == null && tasks.size() >= max && row.task().phase() != Phase.CANCELLING) {
      isFull = true;
      return;
    }
    PolledTask task = new PolledTask(row, now);
    if (known != null) {
      task.keep(known);
      order.remove(known);
    }
    tasks.put(id, task);
    order.add(task, now);
  }

  /** Of these ids only those rows are there: the other tasks have left. */
  synchronized void readAgain(Collection<UUID> ids, List<RunningTaskRow> rows, long now) {
    Set<UUID> gone = new HashSet<>(ids);
    rows.forEach(row -> gone.remove(row.task().id()));
    gone.forEach(id -> leave(id, 0));
    rows.forEach(row -> read(row, now));
  }

  /** A task changed. Returns whether that is news that has to be read. */
  synchronized boolean changed(TaskChange change, long now) {
    if (change.phase() != Phase.RUNNING && change.phase() != Phase.CANCELLING) {
      leave(change.id(), change.eventNo());
      return false;
    }
    PolledTask task = tasks.get(change.id());
    if (task == null) {
      return true;
    }
    order.remove(task);
    task.changed(change, now);
    order.add(task, now);
    return false;
  }

  /** A task has ended, or runs no more, by this event of it. */
  synchronized void leave(UUID id, int eventNo) {
    if (isReading) {
      left.merge(id, eventNo, Math::max);
    }
    PolledTask task = tasks.remove(id);
    if (task != null) {
      order.remove(task);
    }
  }

  /** Polls of these begin; those that have left meanwhile are not returned. */
  synchronized List<RunningTask> begin(List<RunningTask> asked, long now, Duration claim) {
    List<RunningTask> begun = new ArrayList<>(asked.size());
    for (RunningTask one : asked) {
      PolledTask task = tasks.get(one.id());
      if (task != null) {
        order.remove(task);
        task.begin(now, claim);
        order.add(task, now);
        begun.add(task.at(now));
      }
    }
    return begun;
  }

  /** A poll of these came to nothing. */
  synchronized void release(List<RunningTask> asked, long now) {
    known(asked)
        .forEach(
            task -> {
              order.remove(task);
              task.release(now);
              order.add(task, now);
            });
  }

  private Stream<PolledTask> known(List<RunningTask> asked) {
    return asked.stream().map(task -> tasks.get(task.id())).filter(task -> task != null);
  }

  /** What results change; of a task that is not here any more, everything. */
  synchronized PollChange change(RunningTask asked, PollResult result, long now, Duration lasting) {
    PolledTask task = tasks.get(result.task());
    if (task != null && task.isOf(result)) {
      return task.change(result, now, lasting);
    }
    UnansweredPolls before = UnansweredPolls.of(asked.history(), now);
    return PollChange.unsure(result, before.after(result.finding(), now).at(now, null));
  }

  /** A poll is recorded. */
  synchronized void polled(RunningTask asked, PollChange change, long now) {
    PolledTask task = tasks.get(asked.id());
    if (task != null && task.isOf(change.result())) {
      order.remove(task);
      task.polled(asked, change, now);
      order.add(task, now);
    }
  }

  /** Their order; whoever uses it holds the monitor of this. */
  DueTasks order() {
    return order;
  }

  /** The row of this task has to be read again. */
  synchronized void doubt(RunningTask asked, long now) {
    doubted.add(asked.id());
    release(List.of(asked), now);
  }

  /** Those whose rows have to be read again; no more after this. */
  synchronized List<UUID> takeDoubted() {
    List<UUID> ids = List.copyOf(doubted);
    doubted.clear();
    return ids;
  }

  /** All of them have to be read again, so that none is polled for ever whose row has gone. */
  synchronized List<UUID> ids() {
    return List.copyOf(tasks.keySet());
  }
}
