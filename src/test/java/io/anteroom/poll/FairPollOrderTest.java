package io.anteroom.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.poll.PollChooser.Chosen;
import io.anteroom.poll.completion.CompletionCurve;
import io.anteroom.task.RunningTask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients take turns in polls, however many tasks one of them has. */
class FairPollOrderTest {

  private final PollChoice chooser =
      new PollChoice(TestSettings.of(PollSettings.class), task -> CompletionCurve.unknown());

  @Test
  void aClientWithFewTasksIsPolledBesideOneWithMany() {
    List<RunningTask> tasks = tasks("a", 600, 500);
    tasks.addAll(tasks("b", 1, 5));
    assertTrue(clients(poll(tasks, false, 2, turns(Map.of()))).contains("b"));
  }

  @Test
  void turnsFollowTheWeights() {
    List<RunningTask> tasks = tasks("a", 100, 50);
    tasks.addAll(tasks("b", 100, 500));
    FairPollOrder turns = turns(Map.of("a", 3.0));
    List<String> clients = new ArrayList<>();
    IntStream.range(0, 5).forEach(i -> clients.addAll(clients(poll(tasks, false, 16, turns))));
    assertEquals(60, Collections.frequency(clients, "a"), 1);
    assertEquals(20, Collections.frequency(clients, "b"), 1);
  }

  @Test
  void anIdleClientSavesNoTurns() {
    FairPollOrder turns = turns(Map.of());
    List<RunningTask> ofA = tasks("a", 100, 50);
    IntStream.range(0, 10).forEach(i -> poll(ofA, false, 16, turns));
    List<RunningTask> both = new ArrayList<>(ofA);
    both.addAll(tasks("b", 100, 50));
    List<String> clients = clients(poll(both, false, 10, turns));
    assertEquals(5, Collections.frequency(clients, "b"), 1);
  }

  @Test
  void aTaskChosenButNotPolledCostsNoTurn() {
    FairPollOrder turns = turns(Map.of());
    List<RunningTask> tasks = tasks("a", 20, 50);
    chooser.choose(tasks, false, 16, turns);
    assertEquals(0, turns.start("a"));
  }

  @Test
  void withinAClientTheMostValuableComesFirst() {
    List<RunningTask> tasks = tasks("a", 5, 50);
    tasks.addAll(tasks("a", 1, 400));
    assertEquals(
        400, poll(tasks, false, 1, turns(Map.of())).get(0).tasks().get(0).age().toSeconds());
  }

  @Test
  void theFirstPageHoldsTasksOfEveryClient() {
    List<RunningTask> tasks = tasks("a", 400, 500);
    tasks.addAll(tasks("b", 3, 5));
    List<Chosen> chosen = poll(tasks, true, 1, turns(Map.of()));
    Map<String, Long> onFirst =
        chosen.get(0).tasks().stream()
            .collect(Collectors.groupingBy(RunningTask::client, Collectors.counting()));
    assertEquals(Map.of("a", 97L, "b", 3L), onFirst);
  }

  @Test
  void cancelsOfOneClientDoNotDelayAnother() {
    List<RunningTask> tasks = new ArrayList<>();
    tasks("a", 100, 50).forEach(task -> tasks.add(PollChooserTest.cancelling(task)));
    tasks.addAll(tasks("b", 1, 50));
    assertTrue(clients(poll(tasks, false, 2, turns(Map.of()))).contains("b"));
  }

  private List<Chosen> poll(List<RunningTask> tasks, boolean byList, int max, FairPollOrder turns) {
    List<Chosen> chosen = chooser.choose(tasks, byList, max, turns);
    chosen.forEach(poll -> turns.took(poll.tasks()));
    return chosen;
  }

  private static FairPollOrder turns(Map<String, Double> weights) {
    return new FairPollOrder(client -> weights.getOrDefault(client, 1.0));
  }

  private static List<String> clients(List<Chosen> chosen) {
    return chosen.stream().map(poll -> poll.tasks().get(0).client()).toList();
  }

  private static List<RunningTask> tasks(String client, int count, double age) {
    return IntStream.range(0, count)
        .mapToObj(i -> PollingSimulationTest.task(UUID.randomUUID(), "w", age, 0, client))
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
