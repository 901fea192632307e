package io.anteroom.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.anteroom.task.InDoubtReason;
import io.anteroom.task.Phase;
import io.anteroom.task.PollHistory;
import io.anteroom.task.RunningTask;
import io.anteroom.task.TaskKind;
import io.anteroom.task.TaskStatus;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.ListedAssets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether a list is complete, by the tasks that it must show. */
class ListControlsTest {

  private static final Duration LAG = Duration.ofSeconds(10);
  private static final Duration OLD = Duration.ofMinutes(1);
  private static final Duration YOUNG = Duration.ofSeconds(1);

  private final RunningTask doubted = doubted("here");

  @Test
  void aShownRunningTaskOfTheCollectionProvesTheList() {
    assertEquals(ListEvidence.SHOWS_OUR_TASKS, evidence(List.of(running("k", "here", OLD)), "k"));
    assertEquals(ListEvidence.SHOWS_OUR_TASKS, evidence(List.of(running("k", "here", YOUNG)), "k"));
  }

  @Test
  void aHiddenRunningTaskDisprovesTheList() {
    assertEquals(ListEvidence.HIDES_OUR_TASKS, evidence(List.of(running("k", "here", OLD))));
    assertEquals(
        ListEvidence.HIDES_OUR_TASKS,
        evidence(List.of(running("k", "here", OLD), running("l", "elsewhere", OLD)), "l"),
        "a list of another collection");
    assertEquals(
        ListEvidence.HIDES_OUR_TASKS,
        evidence(List.of(running("k", "here", OLD), ended("l", "here")), "l"),
        "a list of what has ended");
  }

  @Test
  void aNewTaskMayLag() {
    assertEquals(ListEvidence.INCONCLUSIVE, evidence(List.of(running("k", "here", YOUNG))));
  }

  @Test
  void anEndedTaskProvesOnlyWhenShown() {
    assertEquals(ListEvidence.SHOWS_OUR_TASKS, evidence(List.of(ended("k", "here")), "k"));
    assertEquals(ListEvidence.INCONCLUSIVE, evidence(List.of(ended("k", "here"))));
    assertEquals(
        ListEvidence.INCONCLUSIVE,
        evidence(List.of(ended("k", "here"), running("l", "elsewhere", OLD)), "l"),
        "another collection says nothing of this one");
  }

  @Test
  void tasksOfOtherCollectionsProveForANewCollection() {
    assertEquals(
        ListEvidence.SHOWS_OUR_TASKS, evidence(List.of(running("k", "elsewhere", OLD)), "k"));
    assertEquals(ListEvidence.HIDES_OUR_TASKS, evidence(List.of(running("k", "elsewhere", OLD))));
    assertEquals(ListEvidence.SHOWS_OUR_TASKS, evidence(List.of(ended("k", "elsewhere")), "k"));
    assertEquals(ListEvidence.INCONCLUSIVE, evidence(List.of(ended("k", "elsewhere"))));
    assertEquals(ListEvidence.INCONCLUSIVE, evidence(List.of()));
  }

  @Test
  void anotherShownTaskInDoubtProvesToo() {
    RunningTask other = doubted("here");
    assertEquals(
        ListEvidence.SHOWS_OUR_TASKS,
        new ListControls(List.of(), LAG).of(doubted, shown(other.marker()), both(other)));
  }

  @Test
  void assetsThatMayHaveBeenDeletedAreChecked() {
    List<ControlTask> known =
        List.of(ended("k", "here"), ended("l", "here"), ended("m", "elsewhere"));
    ListControls controls = new ListControls(known, LAG);
    assertEquals(List.of("a-l"), controls.hidden(doubted, shown("k"), false));
    assertEquals(List.of("a-m"), controls.hidden(doubted, shown("k", "l"), false));
    assertEquals(List.of(), controls.hidden(doubted, shown("k", "l"), true));
  }

  private ListEvidence evidence(List<ControlTask> known, String... shown) {
    return new ListControls(known, LAG).of(doubted, shown(shown), both(doubted("elsewhere")));
  }

  private List<InDoubtTask> both(RunningTask other) {
    return Stream.of(doubted, other)
        .map(task -> new InDoubtTask(task, InDoubtReason.LOST))
        .toList();
  }

  private static ControlTask running(String marker, String collection, Duration age) {
    return new ControlTask(List.of("other", marker), collection, null, false, age);
  }

  private static ControlTask ended(String marker, String collection) {
    return new ControlTask(List.of(marker), collection, "a-" + marker, true, OLD);
  }

  private static ListedAssets shown(String... markers) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode results = body.putArray("results");
    for (String marker : markers) {
      results.addObject().putObject("metadata").put("anteroom_task", marker);
    }
    return ListedAssets.of(new UpstreamResponse(200, Optional.empty(), body));
  }

  private static RunningTask doubted(String collection) {
    return new RunningTask(
        UUID.randomUUID(),
        1,
        TaskKind.TEXT,
        Phase.IN_DOUBT,
        null,
        collection,
        TaskStatus.INITIALIZING,
        0,
        false,
        List.of(1),
        false,
        "default",
        "text",
        OLD,
        Duration.ZERO,
        "alice",
        null,
        PollHistory.NONE);
  }
}
