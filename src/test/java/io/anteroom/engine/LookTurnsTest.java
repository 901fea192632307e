package io.anteroom.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.anteroom.engine.LookChooser.Chosen;
import io.anteroom.task.Running;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients take turns in looks, however many tasks one of them has. */
class LookTurnsTest {

  private static final PollPrice CHEAP = new PollPrice(0, 57, 0.001);

  private final LookChooser chooser =
      new LookChooser(
          TestSettings.of(EngineSettings.class).poll(), task -> CompletionCurve.unknown());

  @Test
  void whoHasFewIsLookedAtBesideWhoHasMany() {
    List<Running> tasks = tasks("a", 600, 500);
    tasks.addAll(tasks("b", 1, 5));
    assertTrue(clients(look(tasks, false, 2, turns(Map.of()))).contains("b"));
  }

  @Test
  void weightsCount() {
    List<Running> tasks = tasks("a", 100, 50);
    tasks.addAll(tasks("b", 100, 500));
    LookTurns turns = turns(Map.of("a", 3.0));
    List<String> clients = new ArrayList<>();
    IntStream.range(0, 5).forEach(i -> clients.addAll(clients(look(tasks, false, 16, turns))));
    assertEquals(60, Collections.frequency(clients, "a"), 1);
    assertEquals(20, Collections.frequency(clients, "b"), 1);
  }

  @Test
  void idlenessSavesNothing() {
    LookTurns turns = turns(Map.of());
    List<Running> ofA = tasks("a", 100, 50);
    IntStream.range(0, 10).forEach(i -> look(ofA, false, 16, turns));
    List<Running> both = new ArrayList<>(ofA);
    both.addAll(tasks("b", 100, 50));
    List<String> clients = clients(look(both, false, 10, turns));
    assertEquals(5, Collections.frequency(clients, "b"), 1);
  }

  @Test
  void whatWasChosenButNotLookedAtCostsNoTurn() {
    LookTurns turns = turns(Map.of());
    List<Running> tasks = tasks("a", 20, 50);
    chooser.choose(tasks, false, CHEAP, 57, 16, turns);
    assertEquals(0, turns.start("a"));
  }

  @Test
  void withinAClientTheWorthiestComesFirst() {
    List<Running> tasks = tasks("a", 5, 50);
    tasks.addAll(tasks("a", 1, 400));
    assertEquals(
        400, look(tasks, false, 1, turns(Map.of())).get(0).tasks().get(0).age().toSeconds());
  }

  @Test
  void theFirstPageHoldsTasksOfAll() {
    List<Running> tasks = tasks("a", 400, 500);
    tasks.addAll(tasks("b", 3, 5));
    List<Chosen> chosen = look(tasks, true, 1, turns(Map.of()));
    Map<String, Long> onFirst =
        chosen.get(0).tasks().stream()
            .collect(Collectors.groupingBy(Running::client, Collectors.counting()));
    assertEquals(Map.of("a", 97L, "b", 3L), onFirst);
  }

  @Test
  void cancelsOfOneDoNotKeepAnotherWaiting() {
    List<Running> tasks = new ArrayList<>();
    tasks("a", 100, 50).forEach(task -> tasks.add(LookChooserTest.cancelling(task)));
    tasks.addAll(tasks("b", 1, 50));
    assertTrue(clients(look(tasks, false, 2, turns(Map.of()))).contains("b"));
  }

  private List<Chosen> look(List<Running> tasks, boolean byList, int most, LookTurns turns) {
    List<Chosen> chosen = chooser.choose(tasks, byList, CHEAP, 57, most, turns);
    chosen.forEach(look -> turns.took(look.tasks()));
    return chosen;
  }

  private static LookTurns turns(Map<String, Double> weights) {
    return new LookTurns(client -> weights.getOrDefault(client, 1.0));
  }

  private static List<String> clients(List<Chosen> chosen) {
    return chosen.stream().map(look -> look.tasks().get(0).client()).toList();
  }

  private static List<Running> tasks(String client, int count, double age) {
    return IntStream.range(0, count)
        .mapToObj(i -> PollingSimulationTest.task(UUID.randomUUID(), "w", age, 0, client))
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
