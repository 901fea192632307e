package io.anteroom.engine;

import io.anteroom.task.Changed;
import io.anteroom.task.Look;
import io.anteroom.task.Looks;
import io.anteroom.task.Phase;
import io.anteroom.task.Running;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Writes down what looks showed, tells it, and learns from the ends. Thread-safe. */
@Singleton
public class LookRecords {

  private final Looks looks;
  private final CompletionCurves curves;
  private final Announcer announcer;

  /** Only stores its parts. */
  public LookRecords(Looks looks, CompletionCurves curves, Announcer announcer) {
    this.looks = looks;
    this.curves = curves;
    this.announcer = announcer;
  }

  /**
   * Records looks.
   *
   * @param tasks the tasks as they were when they were claimed
   * @param seen one look for each task, in the same order
   * @param start when the call began, by {@link System#nanoTime()}
   */
  Uni<Void> record(List<Running> tasks, List<Look> seen, long start) {
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    return looks
        .record(seen)
        .invoke(announcer::announce)
        .invoke(changes -> learn(tasks, seen, changes, taken))
        .replaceWithVoid();
  }

  /** From ends that this look was the first to see; a cancelled task says nothing of its like. */
  private void learn(List<Running> tasks, List<Look> seen, List<Changed> changes, Duration taken) {
    Set<UUID> ended =
        changes.stream().filter(Changed::hasEnded).map(Changed::id).collect(Collectors.toSet());
    for (int i = 0; i < tasks.size(); i++) {
      Running task = tasks.get(i);
      boolean told = seen.get(i).seenAt() != null;
      if (told && ended.contains(task.id()) && task.phase() == Phase.RUNNING) {
        curves.ended(task, task.age().plus(taken));
      }
    }
  }
}
