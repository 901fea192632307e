package io.anteroom.poll;

import io.anteroom.async.Ticker;
import io.anteroom.async.log.SubjectLog;
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

/** Records what polls showed, announces it, and learns from the ends. Thread-safe. */
@Singleton
public class PollRecorder {

  private static final SubjectLog LOG = SubjectLog.of(PollRecorder.class);

  /** A log that tells of more kinds than these tells nothing new. */
  private static final int MAX_KINDS = 200;

  private final PollStore pollStore;
  private final CompletionCurves curves;
  private final TaskChangeAnnouncer taskChangeAnnouncer;
  private final PollMetrics metrics;
  private final PollMemory memory;
  private final Ticker ticker;
  private final PollTraces traces;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  public PollRecorder(
      PollStore pollStore,
      CompletionCurves curves,
      TaskChangeAnnouncer taskChangeAnnouncer,
      PollMetrics metrics,
      PollMemory memory,
      Ticker ticker,
      PollTraces traces) {
    this.pollStore = pollStore;
    this.curves = curves;
    this.taskChangeAnnouncer = taskChangeAnnouncer;
    this.metrics = metrics;
    this.memory = memory;
    this.ticker = ticker;
    this.traces = traces;
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
    List<PollResult> changes = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      RunningTask task = tasks.get(i);
      PollResult result = seen.get(i);
      metrics.polled(task.account(), result.finding());
      logOnce(task, result);
      if (memory.of(task.account()).isChange(result)) {
        changes.add(result);
      }
    }
    return pollStore
        .record(changes)
        .invoke(taskChangeAnnouncer::announce)
        .invoke(changed -> learn(tasks, seen, changed, taken))
        .invoke(changed -> traces.polled(tasks, changed, taken))
        .invoke(changed -> remember(tasks, seen, changed))
        .replaceWithVoid();
  }

  private void remember(List<RunningTask> tasks, List<PollResult> seen, List<TaskChange> changes) {
    Set<UUID> changed = changes.stream().map(TaskChange::id).collect(Collectors.toSet());
    long now = ticker.nanos();
    for (int i = 0; i < tasks.size(); i++) {
      RunningTask task = tasks.get(i);
      boolean cameAbout = changed.contains(task.id());
      memory.of(task.account()).polled(task.phase(), seen.get(i), cameAbout, now);
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
          task,
          "account %s, task %s: %s%s; such tasks are polled less often (logged once)",
          task.account(),
          task.id(),
          pollResult.note(),
          said);
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
