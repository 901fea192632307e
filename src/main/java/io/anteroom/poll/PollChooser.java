package io.anteroom.poll;

import io.anteroom.poll.completion.Bisection;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Chooses which tasks to poll, and says when the next poll is worth it. The clients of an account
 * take turns, so that nobody waits for another one's tasks; within a client the poll with the
 * highest worth comes first. A poll of one task is worth E × P, a poll of a page the sum of E of
 * its tasks: E is the expected time since the end, P the chance that there is an end to see. What
 * is worth less than the target is not polled. Reads no clock. Immutable, thread-safe.
 */
final class PollChooser {

  /** After this time without a poll a task is worth one, whatever is expected of it. */
  private final double max;

  private final double first;
  private final double target;
  private final int pageSize;
  private final Function<RunningTask, CompletionCurve> curves;

  /**
   * @param settings the bounds
   * @param curves the completion times of a task's workload
   */
  PollChooser(PollSettings settings, Function<RunningTask, CompletionCurve> curves) {
    this.max = seconds(settings.maxInterval());
    this.first = seconds(settings.firstAfter());
    this.target = seconds(settings.targetStaleness());
    this.pageSize = settings.pageSize();
    this.curves = curves;
  }

  /** A poll for one permit: of one task, or of the tasks of one page. */
  record Chosen(List<RunningTask> tasks) {
    boolean isPage() {
      return tasks.size() > 1;
    }
  }

  private record Valued(Chosen poll, double worth) {}

  /**
   * The polls that are worth it now, in the order of the turns.
   *
   * @param byList whether there is a list to poll by
   * @param max how many polls at the most
   * @param turns whose turn it is; stays as it is, since a poll that is chosen may not come about
   */
  List<Chosen> choose(List<RunningTask> tasks, boolean byList, int max, FairPollOrder turns) {
    FairPollOrder trial = turns.copy();
    List<Chosen> polls = worthIt(polls(tasks, byList, trial));
    List<Chosen> chosen = new ArrayList<>();
    while (chosen.size() < max && !polls.isEmpty()) {
      Chosen next =
          polls.stream()
              .min(Comparator.comparingDouble(poll -> trial.start(poll.tasks())))
              .orElseThrow();
      polls.removeIf(poll -> poll == next); // not by its tasks, which are many
      trial.took(next.tasks());
      chosen.add(next);
    }
    return chosen;
  }

  /** The worthiest first; the pages stay in their order, at the place of the worthiest of them. */
  private List<Chosen> worthIt(List<Chosen> polls) {
    List<Valued> valued = new ArrayList<>(polls.size());
    polls.forEach(poll -> valued.add(new Valued(poll, worth(poll, 0))));
    valued.removeIf(v -> v.worth() < target);
    double bestPage =
        valued.stream().filter(v -> v.poll().isPage()).mapToDouble(Valued::worth).max().orElse(0);
    return valued.stream()
        .sorted(
            Comparator.comparingDouble((Valued v) -> v.poll().isPage() ? bestPage : v.worth())
                .reversed())
        .map(Valued::poll)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** How long until a poll is worth it. */
  Duration untilWorth(List<RunningTask> tasks, boolean byList, FairPollOrder turns) {
    List<Chosen> polls = polls(tasks, byList, turns);
    double wait =
        Bisection.of(
            more -> polls.stream().mapToDouble(poll -> worth(poll, more)).max().orElse(0),
            target,
            0,
            max);
    return Duration.ofNanos((long) (wait * 1e9));
  }

  private List<Chosen> polls(List<RunningTask> tasks, boolean byList, FairPollOrder turns) {
    List<Chosen> polls = new ArrayList<>();
    List<RunningTask> listed = new ArrayList<>();
    for (RunningTask task : tasks) {
      if (byList && !task.pollAlone() && task.phase() != Phase.CANCELLING) {
        listed.add(task);
      } else {
        polls.add(new Chosen(List.of(task)));
      }
    }
    List<RunningTask> inTurns = inTurns(listed, turns);
    for (int i = 0; i < inTurns.size(); i += pageSize) {
      polls.add(new Chosen(inTurns.subList(i, Math.min(inTurns.size(), i + pageSize))));
    }
    return polls;
  }

  /** Pages are filled in turns, too, from each client what is expected to be stalest first. */
  private List<RunningTask> inTurns(List<RunningTask> listed, FairPollOrder turns) {
    Map<UUID, Double> staleness = new HashMap<>();
    listed.forEach(task -> staleness.put(task.id(), staleness(task, 0)));
    listed.sort(
        Comparator.comparingDouble((RunningTask task) -> staleness.get(task.id())).reversed());
    Map<UUID, Double> starts = new HashMap<>();
    Map<String, Double> next = new HashMap<>();
    for (RunningTask task : listed) {
      double start = next.computeIfAbsent(task.client(), turns::start);
      starts.put(task.id(), start);
      next.put(task.client(), start + turns.cost(task.client()) / pageSize);
    }
    if (next.size() > 1) {
      listed.sort(Comparator.comparingDouble(task -> starts.get(task.id())));
    }
    return listed;
  }

  private double worth(Chosen poll, double more) {
    return poll.isPage()
        ? poll.tasks().stream().mapToDouble(task -> staleness(task, more)).sum()
        : worthAlone(poll.tasks().get(0), more);
  }

  /** A cancel waits for nothing but a permit; a task long unseen waits for what is worth more. */
  private double worthAlone(RunningTask task, double more) {
    if (task.phase() == Phase.CANCELLING) {
      return Double.MAX_VALUE;
    }
    double last = seconds(task.polledAt());
    double now = seconds(task.age()) + more;
    double worth = staleness(task, more) * curves.apply(task).probability(last, now);
    return now - last < max ? worth : Math.max(worth, target);
  }

  private double staleness(RunningTask task, double more) {
    double now = seconds(task.age()) + more;
    return now < first ? 0 : curves.apply(task).staleness(seconds(task.polledAt()), now);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
