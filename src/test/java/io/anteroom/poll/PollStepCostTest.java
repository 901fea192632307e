package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.PostgresFixture;
import io.anteroom.TestSettings;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.poll.RunningTaskReader.Page;
import io.anteroom.poll.RunningTaskReader.Place;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a step of a lane costs its event loop with 10,000 running tasks, and their memory. */
class PollStepCostTest {

  private static final int TASKS = 10_000;
  private static final int CLIENTS = 20;
  private static final int STEPS = 200;
  private static final int CONSIDERED = 400;
  private static final int READINGS = 5;
  private static final int MAX_BYTES = 1_000;
  private static final long MAX_MICROS = 20_000;
  private static final Duration CLAIM = Duration.ofSeconds(16);

  /** Time of this thread, since other processes run beside a test. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  @AutoClose private final PostgresFixture postgres = PostgresFixture.create();
  private final RunningTaskRows rows = new RunningTaskRows(postgres);
  private RunningTasks memory;
  private final PollChooser chooser =
      new PollChooser(TestSettings.of(PollSettings.class), task -> CompletionCurve.unknown());
  private final FairPollOrder turns = new FairPollOrder(client -> 1);
  private long now = 1_000_000_000_000L;

  @Test
  void aStepIsCheapAndATaskIsSmall() {
    for (int i = 0; i < CLIENTS; i++) {
      rows.running(TASKS / CLIENTS, "client " + i);
    }
    long bytes = bytesOfATask();
    System.out.printf("%d bytes for each running task in memory%n", bytes);
    long byList = micros("by list", true);
    long oneByOne = micros("one by one", false);
    assertTrue(bytes > 0 && bytes < MAX_BYTES, bytes + " bytes");
    assertTrue(byList < MAX_MICROS && oneByOne < MAX_MICROS, byList + ", " + oneByOne);
  }

  /** The median of several readings: garbage of other tests may be freed during one of them. */
  private long bytesOfATask() {
    List<RunningTasks> kept = new ArrayList<>();
    List<Long> bytes = new ArrayList<>();
    for (int i = 0; i < READINGS; i++) {
      long before = usedBytes();
      readAll();
      kept.add(memory);
      bytes.add((usedBytes() - before) / memory.size());
    }
    assertEquals(READINGS * TASKS, kept.stream().mapToInt(RunningTasks::size).sum());
    return bytes.stream().sorted().toList().get(READINGS / 2);
  }

  private void readAll() {
    memory = RunningTaskRows.memory();
    Place from = Place.FIRST;
    while (from != null) {
      Page page =
          PostgresFixture.await(
              new RunningTaskReader(postgres.pool()).changed(rows.account(), from));
      memory.read(page.rows(), now);
      from = page.next();
    }
  }

  /** A poll a second, so that nearly all tasks are due at each step. */
  private long micros(String name, boolean byList) {
    long choosing = 0;
    long polling = 0;
    for (int step = 0; step < STEPS; step++) {
      now += Duration.ofSeconds(1).toNanos();
      long start = THREADS.getCurrentThreadCpuTime();
      List<RunningTask> candidates = memory.candidates(CONSIDERED, now).tasks();
      List<Chosen> chosen = chooser.choose(candidates, byList, 1, turns);
      long chose = THREADS.getCurrentThreadCpuTime();
      chosen.forEach(this::poll);
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

  private void poll(Chosen poll) {
    List<RunningTask> begun = memory.begin(poll.tasks(), now, CLAIM);
    turns.took(begun);
    for (RunningTask task : begun) {
      PollResult result =
          PollResult.of(
                  task,
                  new PollResult.State(TaskStatus.INITIALIZING, null, null, null, task.age()),
                  PollFinding.STATUS)
              .dueAfter(Duration.ofMillis(500));
      memory.polled(task.phase(), result, false, now);
    }
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
