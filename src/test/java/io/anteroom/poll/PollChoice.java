package io.anteroom.poll;

import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.task.RunningTask;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Chooses among running tasks of one moment. */
record PollChoice(PollWorth worth) {

  static final long NOW = 1_000_000_000_000L;

  PollChoice(PollSettings settings, Function<RunningTask, CompletionCurve> curves) {
    this(new PollWorth(settings, curves));
  }

  List<Chosen> choose(List<RunningTask> tasks, boolean byList, int max, FairPollOrder turns) {
    return new PollChooser(worth).choose(memory(tasks), byList, max, turns, NOW);
  }

  Duration untilWorth(List<RunningTask> tasks, boolean byList, FairPollOrder turns) {
    RunningTasks memory = memory(tasks);
    new PollChooser(worth).choose(memory, byList, 1, turns, NOW);
    return Duration.ofNanos(new PollChooser(worth).untilWorth(memory, byList, turns, NOW));
  }

  private RunningTasks memory(List<RunningTask> tasks) {
    RunningTasks memory = new RunningTasks(worth);
    memory.read(tasks.stream().map(task -> new RunningTaskRow(task, 1, null)).toList(), NOW);
    return memory;
  }
}
