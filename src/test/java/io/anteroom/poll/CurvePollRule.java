package io.anteroom.poll;

import io.anteroom.TestSettings;
import io.anteroom.poll.completion.Bisection;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.quota.PermitSupply;
import io.anteroom.task.RunningTask;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The classes of the service: an even pace, worth by completion curves, clients in turn. */
final class CurvePollRule implements PollRule {

  /** What the service reads in one step. */
  private static final int CANDIDATES = 4 * PAGE;

  private static final Comparator<SimulatedTask> BY_DUE =
      Comparator.comparingDouble((SimulatedTask task) -> task.dueAt).thenComparing(task -> task.id);

  private final boolean byList;
  private final PollSettings settings = TestSettings.of(PollSettings.class);
  private final PollChooser chooser = new PollChooser(settings, this::curve);
  private final FairPollOrder fairOrder = new FairPollOrder(client -> 1);
  private final LearnedCurves curves;
  private double sentAt = -60;

  /** Of each client the tasks in the order in which the service's statement reads them. */
  private final Map<String, TreeSet<SimulatedTask>> byDue = new TreeMap<>();

  CurvePollRule(boolean byList, LearnedCurves curves) {
    this.byList = byList;
    this.curves = curves;
  }

  @Override
  public List<List<SimulatedTask>> choose(
      double now, Collection<SimulatedTask> tasks, PermitSupply supply) {
    PollPace pace = PollPace.of(supply, settings.targetStaleness());
    if (supply.free() == 0
        || tasks.isEmpty()
        || now < sentAt + pace.between().toNanos() / 1e9 - PollingSimulation.STEP / 2) {
      return List.of();
    }
    Map<UUID, SimulatedTask> candidates = new HashMap<>();
    List<RunningTask> running = new ArrayList<>();
    for (SimulatedTask task : candidates()) {
      candidates.put(task.id, task);
      running.add(task.running(now));
    }
    List<List<SimulatedTask>> polls = new ArrayList<>();
    chooser
        .choose(running, byList, Math.min(supply.free(), pace.atOnce()), fairOrder)
        .forEach(
            chosen -> {
              fairOrder.took(chosen.tasks());
              polls.add(chosen.tasks().stream().map(t -> candidates.get(t.id())).toList());
            });
    sentAt = polls.isEmpty() ? sentAt : now;
    return polls;
  }

  /** In turn from each client what is due longest. */
  private List<SimulatedTask> candidates() {
    List<Iterator<SimulatedTask>> clients = new ArrayList<>();
    byDue.values().forEach(own -> clients.add(own.iterator()));
    List<SimulatedTask> candidates = new ArrayList<>();
    while (!clients.isEmpty() && candidates.size() < CANDIDATES) {
      clients.removeIf(own -> !own.hasNext());
      clients.forEach(own -> candidates.add(own.next()));
    }
    return candidates;
  }

  @Override
  public void polled(SimulatedTask task) {
    byDue.get(task.client).remove(task);
  }

  @Override
  public void waits(SimulatedTask task) {
    byDue.computeIfAbsent(task.client, c -> new TreeSet<>(BY_DUE)).add(task);
  }

  /** As in {@link PollSchedule}. */
  @Override
  public void unfinished(SimulatedTask task, double now) {
    CompletionCurve curve = curves.of(task.workload);
    double age = task.age(task.polledAt);
    task.dueAt =
        now
            + Bisection.of(
                more -> curve.staleness(age, age + more),
                settings.targetStaleness().toNanos() / 1e9,
                0,
                30);
  }

  @Override
  public void ended(SimulatedTask task, double polledAt) {
    curves.learn(task.workload, task.age(task.polledAt), task.age(polledAt));
  }

  private CompletionCurve curve(RunningTask task) {
    return curves.of(task.workload());
  }
}
