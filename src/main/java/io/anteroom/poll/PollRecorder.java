package io.anteroom.poll;

import io.anteroom.async.Ticker;
import io.anteroom.poll.completion.CompletionCurves;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskChange;
import io.anteroom.task.event.TaskChangeAnnouncer;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Records what polls showed, announces it, and learns from the ends. Thread-safe. */
@Singleton
public class PollRecorder {

  private static final Logger LOG = Logger.getLogger(PollRecorder.class);

  /** A log that tells of more kinds than these tells nothing new. */
  private static final int MAX_KINDS = 200;

  private final PollStore pollStore;
  private final CompletionCurves curves;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final PollMetrics metrics;
  private final PollMemory memory;
  private final Duration lasting;
  private final Ticker ticker;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  public PollRecorder(
      PollStore pollStore,
      CompletionCurves curves,
      TaskChangeAnnouncer taskChangeAnnouncer,
      PollMetrics metrics,
      PollMemory memory,
      PollSettings settings,
      Ticker ticker) {
    this.pollStore = pollStore;
    this.curves = curves;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.metrics = metrics;
    this.memory = memory;
    this.lasting = settings.maxInterval();
    this.ticker = ticker;
  }

  /** A call begins. Returns what {@link #record} needs when it has ended. */
  long begin() {
    return ticker.nanos();
  }

  /**
   * Records polls.
   *
   * @param tasks the tasks as they were when they were claimed
   * @param seen one result for each task, in the same order
   * @param start what {@link #begin} returned
   */
  Uni<Void> record(List<RunningTask> tasks, List<PollResult> seen, long start) {
    Duration taken = ticker.since(start);
    for (int i = 0; i < tasks.size(); i++) {
      metrics.polled(tasks.get(i).account(), seen.get(i).finding());
      logOnce(tasks.get(i), seen.get(i));
    }
    List<PollChange> changes = changes(tasks, seen);
    return pollStore
        .record(changes.stream().filter(PollChange::isWritten).toList())
        .invoke(taskChangeAnnouncer::announce)
        .invoke(told -> learn(tasks, seen, told, taken))
        .invoke(told -> remember(tasks, changes, told))
        .replaceWithVoid();
  }

  private List<PollChange> changes(List<RunningTask> tasks, List<PollResult> seen) {
    long now = ticker.nanos();
    List<PollChange> changes = new ArrayList<>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      RunningTask task = tasks.get(i);
      changes.add(memory.of(task.account()).change(task, seen.get(i), now, lasting));
    }
    return changes;
  }

  /** A change that did not come about shows that the row is another one than is remembered. */
  private void remember(List<RunningTask> tasks, List<PollChange> changes, List<TaskChange> told) {
    long now = ticker.nanos();
    Set<UUID> changed = told.stream().map(TaskChange::id).collect(Collectors.toSet());
    for (int i = 0; i < tasks.size(); i++) {
      RunningTask task = tasks.get(i);
      RunningTasks own = memory.of(task.account());
      if (changes.get(i).isEvent() && !changed.contains(task.id())) {
        own.doubt(task, now);
      } else {
        own.polled(task, changes.get(i), now);
      }
    }
  }

  /** The task shows its note. The log has each kind once, not each task, nor each poll. */
  private void logOnce(RunningTask task, PollResult pollResult) {
    if (pollResult.note() == null || logged.size() >= MAX_KINDS) {
      return;
    }
    String said =
        pollResult.state().upstreamStatus() == null
            ? ""
            : " (" + pollResult.state().upstreamStatus() + ")";
    if (logged.add(task.account() + " " + pollResult.note() + said)) {
      LOG.warnf(
          "account %s, task %s: %s%s; such tasks are polled less often (logged once)",
          task.account(), task.id(), pollResult.note(), said);
    }
  }

  /** From ends that this poll was the first to see; a cancelled task says nothing of its like. */
  private void learn(
      List<RunningTask> tasks, List<PollResult> seen, List<TaskChange> changes, Duration taken) {
    Set<UUID> ended =
        changes.stream()
            .filter(TaskChange::hasEnded)
            .map(TaskChange::id)
            .collect(Collectors.toSet());
    for (int i = 0; i < tasks.size(); i++) {
      RunningTask task = tasks.get(i);
      boolean told = seen.get(i).state().polledAt() != null;
      if (told && ended.contains(task.id()) && task.phase() == Phase.RUNNING) {
        curves.ended(task, task.age().plus(taken));
      }
    }
  }
}
