package io.anteroom.poll;

import io.anteroom.poll.BestTasks.Valued;
import io.anteroom.task.Phase;
import io.anteroom.task.RunningTask;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses which of all running tasks to poll, and says when the next poll is worth it. The clients
 * of an account take turns, so that nobody waits for another one's tasks; within a client the poll
 * with the highest worth comes first ({@link PollWorth}). What is worth less than the target is not
 * polled. Reads no clock. Immutable, thread-safe.
 */
final class PollChooser {

  private final PollWorth worth;

  PollChooser(PollWorth worth) {
    this.worth = worth;
  }

  /** A poll for one permit: of one task, or of the tasks of one page. */
  record Chosen(List<RunningTask> tasks) {
    boolean isPage() {
      return tasks.size() > 1;
    }

    boolean isCancel() {
      return tasks.get(0).phase() == Phase.CANCELLING;
    }
  }

  private record Candidate(Chosen poll, double worth) {}

  /**
   * The polls that are worth it now, in the order of the turns.
   *
   * @param byList whether there is a list to poll by
   * @param max how many polls at the most
   * @param turns whose turn it is; stays as it is, since a poll that is chosen may not come about
   */
  List<Chosen> choose(RunningTasks tasks, boolean byList, int max, FairPollOrder turns, long now) {
    if (max < 1) {
      return List.of();
    }
    synchronized (tasks) {
      tasks.order().polledByList(byList, now);
      return inTurns(candidates(tasks, byList, max, turns, now), max, turns.copy());
    }
  }

  /** Cancels alone, which do not wait for the pace. */
  List<Chosen> cancels(RunningTasks tasks, int max, FairPollOrder turns, long now) {
    Map<String, BestTasks> best = new HashMap<>();
    synchronized (tasks) {
      for (PolledTask task : tasks.order().due(now)) {
        if (task.isCancelling()) {
          best.computeIfAbsent(task.client(), c -> new BestTasks(max)).offer(task, 1);
        }
      }
      return inTurns(alone(best.values(), now), max, turns.copy());
    }
  }

  /** How long until a poll is worth it or a task has to be considered, in nanoseconds. */
  long untilWorth(RunningTasks tasks, boolean byList, FairPollOrder turns, long now) {
    synchronized (tasks) {
      tasks.order().polledByList(byList, now);
      long wait = worth.untilMax();
      for (List<PolledTask> page : pages(tasks, byList, 1, turns, now)) {
        wait = Math.min(wait, worth.untilEnough(page, now));
      }
      Collection<PolledTask> waiting = tasks.order().waiting();
      return waiting.isEmpty() ? wait : Math.min(wait, waiting.iterator().next().dueAt - now);
    }
  }

  /** Of each client, and the pages: what is worth most comes first. */
  private List<Deque<Candidate>> candidates(
      RunningTasks tasks, boolean byList, int max, FairPollOrder turns, long now) {
    Map<String, BestTasks> best = new HashMap<>();
    for (PolledTask task : List.copyOf(tasks.order().due(now))) {
      if (byList && task.isListed()) {
        continue;
      }
      double value = worth.alone(task, now, 0);
      if (worth.isEnough(value)) {
        best.computeIfAbsent(task.client(), c -> new BestTasks(max)).offer(task, value);
      } else {
        tasks.order().reconsider(task, now);
      }
    }
    List<Deque<Candidate>> queues = alone(best.values(), now);
    List<Candidate> pages =
        pages(tasks, byList, max, turns, now).stream()
            .map(page -> new Candidate(chosen(page, now), worth.of(page, now, 0)))
            .filter(page -> worth.isEnough(page.worth()))
            .toList();
    double most = pages.stream().mapToDouble(Candidate::worth).max().orElse(0);
    Deque<Candidate> inOrder = new ArrayDeque<>();
    pages.forEach(page -> inOrder.add(new Candidate(page.poll(), most)));
    queues.add(inOrder);
    return queues;
  }

  private static List<Deque<Candidate>> alone(Collection<BestTasks> clients, long now) {
    List<Deque<Candidate>> queues = new ArrayList<>();
    for (BestTasks client : clients) {
      Deque<Candidate> queue = new ArrayDeque<>();
      for (Valued valued : client.bestFirst()) {
        queue.add(new Candidate(chosen(List.of(valued.task()), now), valued.worth()));
      }
      queues.add(queue);
    }
    return queues;
  }

  private static Chosen chosen(List<PolledTask> tasks, long now) {
    return new Chosen(tasks.stream().map(task -> task.at(now)).toList());
  }

  private static List<Chosen> inTurns(List<Deque<Candidate>> queues, int max, FairPollOrder turns) {
    List<Chosen> chosen = new ArrayList<>();
    while (chosen.size() < max) {
      queues.removeIf(Deque::isEmpty);
      if (queues.isEmpty()) {
        break;
      }
      Deque<Candidate> next = null;
      double start = 0;
      for (Deque<Candidate> queue : queues) {
        double own = turns.start(queue.element().poll().tasks());
        boolean isFirst =
            next == null
                || own < start
                || own == start && queue.element().worth() > next.element().worth();
        if (isFirst) {
          next = queue;
          start = own;
        }
      }
      Chosen poll = next.remove().poll();
      turns.took(poll.tasks());
      chosen.add(poll);
    }
    return chosen;
  }

  /**
   * Pages are filled in turns, from each client what is expected to be stalest first, and then with
   * what does not have to be considered yet.
   */
  private List<List<PolledTask>> pages(
      RunningTasks tasks, boolean byList, int max, FairPollOrder turns, long now) {
    if (!byList) {
      return List.of();
    }
    int size = worth.pageSize();
    List<PolledTask> listed = ListTurns.of(best(tasks, max * size, now), size, max * size, turns);
    List<List<PolledTask>> pages = new ArrayList<>();
    for (int i = 0; i < listed.size(); i += size) {
      pages.add(new ArrayList<>(listed.subList(i, Math.min(listed.size(), i + size))));
    }
    if (pages.isEmpty()) {
      pages.add(new ArrayList<>());
    }
    List<PolledTask> last = pages.get(pages.size() - 1);
    fill(last, tasks, now);
    if (last.isEmpty()) {
      pages.remove(last);
    }
    return pages;
  }

  private Map<String, BestTasks> best(RunningTasks tasks, int max, long now) {
    Map<String, BestTasks> best = new HashMap<>();
    for (PolledTask task : List.copyOf(tasks.order().due(now))) {
      if (task.isListed()) {
        double staleness = worth.staleness(task, now, 0);
        if (staleness >= worth.leastOnPage()) {
          best.computeIfAbsent(task.client(), c -> new BestTasks(max)).offer(task, staleness);
        } else {
          tasks.order().reconsider(task, now);
        }
      }
    }
    return best;
  }

  /** Of those that may not be polled yet it looks at a few only. */
  private void fill(List<PolledTask> page, RunningTasks tasks, long now) {
    int seen = 0;
    for (PolledTask task : tasks.order().waiting()) {
      if (page.size() >= worth.pageSize() || ++seen > 4 * worth.pageSize()) {
        return;
      }
      if (task.isListed() && !task.isPaused(now)) {
        page.add(task);
      }
    }
  }
}
