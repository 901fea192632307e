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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Chooses which tasks to look at, and when the next look is worth its price. The clients of an
 * account take turns, so that nobody waits for another one's tasks; within a client the worthiest
 * look comes first. A look at one task is worth E × P, a look at a page the sum of E of its tasks:
 * E is the expected time since the end, P the chance that there is an end to see. Reads no clock.
 * Immutable, thread-safe.
 */
final class PollChooser {

  /** The price is rising and falling with the permits: no later than this is looked again. */
  private final double most;

  private final double first;
  private final int pageSize;
  private final Function<RunningTask, CompletionCurve> curves;

  /**
   * @param poll the bounds
   * @param curves the completion times of a task's workload
   */
  PollChooser(PollSettings settings, Function<RunningTask, CompletionCurve> curves) {
    this.most = seconds(settings.maxInterval());
    this.first = seconds(settings.firstAfter());
    this.pageSize = settings.pageSize();
    this.curves = curves;
  }

  /** A look for one permit: at one task, or at the tasks of one page. */
  record Chosen(List<RunningTask> tasks) {
    boolean isPage() {
      return tasks.size() > 1;
    }
  }

  private record Valued(Chosen look, double worth) {}

  /**
   * The looks that are worth their price now, in the order of the turns.
   *
   * @param byList whether there is a list to look at
   * @param free how many permits are free
   * @param most how many looks at the most
   * @param turns whose turn it is; stays as it is, since a look that is chosen may not come about
   */
  List<Chosen> choose(
      List<RunningTask> tasks,
      boolean byList,
      PollPrice price,
      int free,
      int most,
      FairPollOrder turns) {
    FairPollOrder trial = turns.copy();
    List<Valued> looks = valued(looks(tasks, byList, trial), price);
    List<Chosen> chosen = new ArrayList<>();
    while (chosen.size() < most && chosen.size() < free) {
      int left = free - chosen.size();
      Optional<Valued> next =
          looks.stream()
              .filter(valued -> valued.worth() >= priceOf(valued.look(), price, left))
              .min(Comparator.comparingDouble(valued -> trial.start(valued.look().tasks())));
      if (next.isEmpty()) {
        break;
      }
      looks.remove(next.get());
      trial.took(next.get().look().tasks());
      chosen.add(next.get().look());
    }
    return chosen;
  }

  /** The worthiest first; the pages stay in their order, at the place of the worthiest of them. */
  private List<Valued> valued(List<Chosen> looks, PollPrice price) {
    List<Valued> valued = new ArrayList<>(looks.size());
    looks.forEach(look -> valued.add(new Valued(look, worth(look, price, 0))));
    double bestPage =
        valued.stream().filter(v -> v.look().isPage()).mapToDouble(Valued::worth).max().orElse(0);
    valued.sort(
        Comparator.comparingDouble((Valued v) -> v.look().isPage() ? bestPage : v.worth())
            .reversed());
    return valued;
  }

  /** How long until a look is worth its price, should no more permits get free until then. */
  Duration untilWorth(
      List<RunningTask> tasks, boolean byList, PollPrice price, int free, FairPollOrder turns) {
    List<Chosen> looks = looks(tasks, byList, turns);
    double wait =
        Bisection.of(
            more -> looks.stream().anyMatch(l -> isWorthIt(l, price, free, more)) ? 1 : 0,
            1,
            0,
            most);
    return Duration.ofNanos((long) (wait * 1e9));
  }

  private List<Chosen> looks(List<RunningTask> tasks, boolean byList, FairPollOrder turns) {
    List<Chosen> looks = new ArrayList<>();
    List<RunningTask> listed = new ArrayList<>();
    for (RunningTask task : tasks) {
      if (byList && !task.pollAlone() && task.phase() != Phase.CANCELLING) {
        listed.add(task);
      } else {
        looks.add(new Chosen(List.of(task)));
      }
    }
    List<RunningTask> inTurns = inTurns(listed, turns);
    for (int i = 0; i < inTurns.size(); i += pageSize) {
      looks.add(new Chosen(inTurns.subList(i, Math.min(inTurns.size(), i + pageSize))));
    }
    return looks;
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

  private boolean isWorthIt(Chosen look, PollPrice price, int free, double more) {
    return worth(look, price, more) >= priceOf(look, price, free);
  }

  private static double priceOf(Chosen look, PollPrice price, int free) {
    return look.isPage() ? price.ofPage(free) : price.ofOne(free);
  }

  private double worth(Chosen look, PollPrice price, double more) {
    return look.isPage()
        ? look.tasks().stream().mapToDouble(task -> staleness(task, more)).sum()
        : worthAlone(look.tasks().get(0), price, more);
  }

  /** A cancel waits for nothing but a permit; a task long unseen is looked at in quiet times. */
  private double worthAlone(RunningTask task, PollPrice price, double more) {
    if (task.phase() == Phase.CANCELLING) {
      return Double.MAX_VALUE;
    }
    double last = seconds(task.polledAt());
    double now = seconds(task.age()) + more;
    double worth = staleness(task, more) * curves.apply(task).probability(last, now);
    return now - last < most ? worth : Math.max(worth, price.ofOne(price.usable() / 2));
  }

  private double staleness(RunningTask task, double more) {
    double now = seconds(task.age()) + more;
    return now < first ? 0 : curves.apply(task).staleness(seconds(task.polledAt()), now);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
