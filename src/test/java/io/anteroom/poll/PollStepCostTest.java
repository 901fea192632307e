package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a step of a lane costs its event loop with 10,000 running tasks, and their memory. */
class PollStepCostTest {

  private static final int TASKS = 10_000;
  private static final int STEPS = 200;

  /** Time of this thread, since other processes run beside a test. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final Duration CLAIM = Duration.ofSeconds(16);

  /** Measured: 2 to 5 ms, with the compiler of tests, which optimizes little. */
  private static final long MAX_MICROS = 20_000;

  private static final CompletionCurve UNKNOWN = CompletionCurve.unknown();

  private final PollWorth worth =
      new PollWorth(TestSettings.of(PollSettings.class), task -> UNKNOWN);
  private final PollChooser chooser = new PollChooser(worth);
  private final FairPollOrder turns = new FairPollOrder(client -> 1);

  @Test
  void aStepByListIsCheap() {
    assertTrue(micros("by list", true) < MAX_MICROS);
  }

  @Test
  void aStepOneByOneIsCheap() {
    assertTrue(micros("one by one", false) < MAX_MICROS);
  }

  /** A poll a second, so that nearly all tasks are due at each step. */
  private long micros(String name, boolean byList) {
    RunningTasks memory = new RunningTasks(worth);
    long now = PollChoice.NOW;
    for (int i = 0; i < TASKS; i++) {
      RunningTask task =
          PollingSimulationTest.task(
              UUID.randomUUID(), "w" + i % 5, 600 + i % 100, 0, "c" + i % 20);
      memory.read(List.of(new RunningTaskRow(task, 1, "PROCESSING")), now);
    }
    long choosing = 0;
    long polling = 0;
    for (int step = 0; step < STEPS; step++) {
      now += Duration.ofSeconds(1).toNanos();
      long start = THREADS.getCurrentThreadCpuTime();
      List<Chosen> chosen = chooser.choose(memory, byList, 1, turns, now);
      long chose = THREADS.getCurrentThreadCpuTime();
      for (Chosen poll : chosen) {
        poll(memory, poll, now);
      }
      if (step >= STEPS / 2) {
        choosing += chose - start;
        polling += THREADS.getCurrentThreadCpuTime() - chose;
      }
    }
    long micros = choosing / (STEPS / 2) / 1000;
    System.out.printf(
        "%d running, %s: %d microseconds to choose, %d for the poll and its result%n",
        TASKS, name, micros, polling / (STEPS / 2) / 1000);
    return micros;
  }

  private void poll(RunningTasks memory, Chosen poll, long now) {
    List<RunningTask> begun = memory.begin(poll.tasks(), now, CLAIM);
    turns.took(begun);
    for (RunningTask task : begun) {
      PollResult result =
          PollResult.of(
              task,
              new PollResult.State(TaskStatus.PROCESSING, "PROCESSING", null, null, task.age()),
              PollFinding.STATUS);
      memory.polled(task, memory.change(task, result, now, CLAIM), now);
    }
  }

  /** Prints the bytes of a task; run by hand with a small heap it shows what fits. */
  public static void main(String[] args) {
    PollStepCostTest test = new PollStepCostTest();
    test.aStepByListIsCheap();
    test.aStepOneByOneIsCheap();
    long before = used();
    RunningTasks memory = new RunningTasks(test.worth);
    IntStream.range(0, TASKS)
        .forEach(
            i ->
                memory.read(
                    List.of(
                        new RunningTaskRow(
                            PollingSimulationTest.task(UUID.randomUUID(), "w", 600, 0),
                            1,
                            "PROCESSING")),
                    PollChoice.NOW));
    System.out.printf("%d bytes a task%n", (used() - before) / memory.size());
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
