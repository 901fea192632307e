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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Writes down what looks showed, tells it, and learns from the ends. Thread-safe. */
@Singleton
public class LookRecords {

  private static final Logger LOG = Logger.getLogger(LookRecords.class);

  /** A log that tells of more kinds than these tells nothing new. */
  private static final int MOST_KINDS = 200;

  private final Looks looks;
  private final CompletionCurves curves;
  private final Announcer announcer;
  private final EngineMetrics metrics;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /** Only stores its parts. */
  public LookRecords(
      Looks looks, CompletionCurves curves, Announcer announcer, EngineMetrics metrics) {
    this.looks = looks;
    this.curves = curves;
    this.announcer = announcer;
    this.metrics = metrics;
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
    for (int i = 0; i < tasks.size(); i++) {
      metrics.looked(tasks.get(i).account(), seen.get(i).showed());
      tellOnce(tasks.get(i), seen.get(i));
    }
    return looks
        .record(seen)
        .invoke(announcer::announce)
        .invoke(changes -> learn(tasks, seen, changes, taken))
        .replaceWithVoid();
  }

  /** The task shows its note; the log tells of each kind once, not of each task, nor each look. */
  private void tellOnce(Running task, Look look) {
    if (look.note() == null || logged.size() >= MOST_KINDS) {
      return;
    }
    String said = look.upstreamStatus() == null ? "" : " (" + look.upstreamStatus() + ")";
    if (logged.add(task.account() + " " + look.note() + said)) {
      LOG.warnf(
          "account %s, task %s: %s%s; looks at such tasks get rarer (told once)",
          task.account(), task.id(), look.note(), said);
    }
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
