package io.anteroom.engine;

import io.anteroom.task.Phase;
import io.anteroom.task.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Chooses which tasks to look at, and when the next look is worth its price. A look at one task is
 * worth E × P, a look at a page the sum of E of its tasks: E is the expected time since the end, P
 * the chance that there is an end to see. Reads no clock. Immutable, thread-safe.
 */
final class LookChooser {

  /** The price is rising and falling with the permits: no later than this is looked again. */
  private final double most;

  private final double first;
  private final int pageSize;
  private final Function<Running, CompletionCurve> curves;

  /**
   * @param poll the bounds
   * @param curves the completion times of a task's workload
   */
  LookChooser(EngineSettings.Poll poll, Function<Running, CompletionCurve> curves) {
    this.most = seconds(poll.most());
    this.first = seconds(poll.first());
    this.pageSize = poll.pageSize();
    this.curves = curves;
  }

  /** A look for one permit: at one task, or at the tasks of one page. */
  record Chosen(List<Running> tasks) {
    boolean isPage() {
      return tasks.size() > 1;
    }
  }

  /**
   * The looks that are worth their price now, best first.
   *
   * @param byList whether there is a list to look at
   * @param free how many permits are free
   * @param most how many looks at the most
   */
  List<Chosen> choose(List<Running> tasks, boolean byList, PollPrice price, int free, int most) {
    List<Chosen> looks = new ArrayList<>(looks(tasks, byList));
    looks.sort(Comparator.comparingDouble((Chosen look) -> worth(look, price, 0)).reversed());
    List<Chosen> chosen = new ArrayList<>();
    for (Chosen look : looks) {
      int left = free - chosen.size();
      if (chosen.size() == most || left <= 0 || !isWorthIt(look, price, left, 0)) {
        break;
      }
      chosen.add(look);
    }
    return chosen;
  }

  /** How long until a look is worth its price, should no more permits get free until then. */
  Duration untilWorth(List<Running> tasks, boolean byList, PollPrice price, int free) {
    List<Chosen> looks = looks(tasks, byList);
    double wait =
        Crossing.of(
            more -> looks.stream().anyMatch(l -> isWorthIt(l, price, free, more)) ? 1 : 0,
            1,
            0,
            most);
    return Duration.ofNanos((long) (wait * 1e9));
  }

  private List<Chosen> looks(List<Running> tasks, boolean byList) {
    List<Chosen> looks = new ArrayList<>();
    List<Running> listed = new ArrayList<>();
    for (Running task : tasks) {
      if (byList && !task.pollAlone() && task.phase() != Phase.CANCELLING) {
        listed.add(task);
      } else {
        looks.add(new Chosen(List.of(task)));
      }
    }
    ToDoubleFunction<Running> staleness = task -> staleness(task, 0);
    listed.sort(Comparator.comparingDouble(staleness).reversed());
    for (int i = 0; i < listed.size(); i += pageSize) {
      looks.add(new Chosen(listed.subList(i, Math.min(listed.size(), i + pageSize))));
    }
    return looks;
  }

  private boolean isWorthIt(Chosen look, PollPrice price, int free, double more) {
    return worth(look, price, more) >= (look.isPage() ? price.ofPage(free) : price.ofOne(free));
  }

  private double worth(Chosen look, PollPrice price, double more) {
    return look.isPage()
        ? look.tasks().stream().mapToDouble(task -> staleness(task, more)).sum()
        : worthAlone(look.tasks().get(0), price, more);
  }

  /** A cancel waits for nothing but a permit; a task long unseen is looked at in quiet times. */
  private double worthAlone(Running task, PollPrice price, double more) {
    if (task.phase() == Phase.CANCELLING) {
      return Double.MAX_VALUE;
    }
    double last = seconds(task.lookedAt());
    double now = seconds(task.age()) + more;
    double worth = staleness(task, more) * curves.apply(task).probability(last, now);
    return now - last < most ? worth : Math.max(worth, price.ofOne(price.usable() / 2));
  }

  private double staleness(Running task, double more) {
    double now = seconds(task.age()) + more;
    return now < first ? 0 : curves.apply(task).staleness(seconds(task.lookedAt()), now);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
