package io.anteroom.poll;

import io.anteroom.TestSettings;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.quota.PermitSupply;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The classes of the service: an even pace, worth by completion curves, clients in turn. */
final class CurvePollRule implements PollRule {

  private static final Duration CLAIM = Duration.ofSeconds(16);

  private final boolean byList;
  private final PollSettings settings = TestSettings.of(PollSettings.class);
  private final LearnedCurves curves;
  private final PollWorth worth = new PollWorth(settings, this::curve);
  private final PollChooser chooser = new PollChooser(worth);
  private final RunningTasks memory = new RunningTasks(worth);
  private final FairPollOrder fairOrder = new FairPollOrder(client -> 1);
  private final Map<UUID, SimulatedTask> tasks = new HashMap<>();
  private final Map<UUID, RunningTask> asked = new HashMap<>();
  private double pacedAt = -60;

  CurvePollRule(boolean byList, LearnedCurves curves) {
    this.byList = byList;
    this.curves = curves;
  }

  /** The order of a step of {@link PollLane}. */
  @Override
  public List<List<SimulatedTask>> choose(
      double now, Collection<SimulatedTask> waiting, PermitSupply supply) {
    PollPace pace = PollPace.of(supply, settings.targetStaleness());
    Duration since = Duration.ofNanos(nanos(now - pacedAt + PollingSimulation.STEP / 2));
    int max = Math.min(supply.free(), pace.due(since));
    if (tasks.isEmpty() || max == 0) {
      return List.of();
    }
    List<List<SimulatedTask>> polls = new ArrayList<>();
    for (Chosen poll : chooser.choose(memory, byList, max, fairOrder, nanos(now))) {
      List<RunningTask> begun = memory.begin(poll.tasks(), nanos(now), CLAIM);
      begun.forEach(task -> asked.put(task.id(), task));
      fairOrder.took(begun);
      polls.add(begun.stream().map(task -> tasks.get(task.id())).toList());
    }
    pacedAt = polls.isEmpty() ? pacedAt : now - pace.unspent(since, polls.size()).toNanos() / 1e9;
    return polls;
  }

  /** For the first time; again it may be with the result of its poll. */
  @Override
  public void waits(SimulatedTask task) {
    if (tasks.putIfAbsent(task.id, task) == null) {
      double now = Math.max(0, task.submittedAt);
      memory.read(List.of(new RunningTaskRow(task.running(now), 1, "PROCESSING")), nanos(now));
    }
  }

  @Override
  public void unfinished(SimulatedTask task, double now) {
    RunningTask poll = asked.get(task.id);
    PollResult result =
        PollResult.of(
            poll,
            new PollResult.State(TaskStatus.PROCESSING, "PROCESSING", null, null, poll.age()),
            PollFinding.STATUS);
    PollChange change = memory.change(poll, result, nanos(now), settings.maxInterval());
    if (change.isWritten() || !change.history().equals(PollHistory.NONE)) {
      throw new IllegalStateException("a poll that shows no change is written");
    }
    memory.polled(poll, change, nanos(now));
  }

  @Override
  public void ended(SimulatedTask task, double polledAt) {
    tasks.remove(task.id);
    asked.remove(task.id);
    memory.leave(task.id, 2);
    curves.learn(task.workload, task.age(task.polledAt), task.age(polledAt));
  }

  private CompletionCurve curve(RunningTask task) {
    return curves.of(task.workload());
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }
}
