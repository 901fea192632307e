package io.anteroom.task;

import static io.anteroom.task.TaskStatus.CANCELLED;
import static io.anteroom.task.TaskStatus.DONE;
import static io.anteroom.task.TaskStatus.DOWNLOADING;
import static io.anteroom.task.TaskStatus.FAILED;
import static io.anteroom.task.TaskStatus.INITIALIZING;
import static io.anteroom.task.TaskStatus.PROCESSING;
import static io.anteroom.task.TaskStatus.UPLOADING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestSettings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The six statuses of the specification (File Sync Status). */
class StatusMachineTest {

  private static final String WORDS = "anteroom.task.terminal-statuses.";

  private final StatusMachine machine = machine();

  @Test
  void goesThroughTheSixStatuses() {
    TaskStatus status = INITIALIZING;
    for (TaskStatus next : List.of(DOWNLOADING, UPLOADING, PROCESSING, DONE)) {
      status = machine.next(status, next.name());
      assertEquals(next, status);
    }
    assertEquals(FAILED, machine.next(PROCESSING, "FAILED"));
  }

  @ParameterizedTest
  @CsvSource({
    "PROCESSING, DOWNLOADING",
    "UPLOADING, INITIALIZING",
    "PROCESSING, UPLOADING",
  })
  void neverGoesBack(TaskStatus current, String word) {
    assertEquals(current, machine.next(current, word));
  }

  @ParameterizedTest
  @EnumSource(TaskStatus.class)
  void aTerminalStatusNeverChanges(TaskStatus said) {
    for (TaskStatus terminal : List.of(DONE, FAILED, CANCELLED)) {
      assertEquals(terminal, machine.next(terminal, said.name()));
    }
  }

  @ParameterizedTest
  @CsvSource({"QUEUED", "ENRICHING", "done", "''"})
  void anUnknownWordChangesNoStatus(String word) {
    assertEquals(DOWNLOADING, machine.next(DOWNLOADING, word));
  }

  @ParameterizedTest
  @CsvSource({
    "CANCELLED, CANCELLED",
    "CANCELED, CANCELLED",
    "SKIPPED, FAILED",
    "COMPLETED, DONE",
    "ERROR, FAILED",
  })
  void wordsOfLaterVersionsEndATask(String word, TaskStatus status) {
    assertEquals(status, machine.next(PROCESSING, word));
  }

  @Test
  void terminalWordsAreASetting() {
    StatusMachine configured = machine(WORDS + "ARCHIVED", "DONE", WORDS + "SKIPPED", "DONE");
    assertEquals(DONE, configured.next(PROCESSING, "ARCHIVED"));
    assertEquals(DONE, configured.next(PROCESSING, "SKIPPED"));
  }

  @Test
  void aConfiguredWordMustMapToATerminalStatus() {
    ConfigurationException failure =
        assertThrows(ConfigurationException.class, () -> machine(WORDS + "STUCK", "PROCESSING"));
    assertTrue(failure.getMessage().startsWith("anteroom.task.terminal-statuses.STUCK:"));
  }

  private static StatusMachine machine(String... keysAndValues) {
    return new StatusMachine(TestSettings.of(TaskSettings.class, keysAndValues));
  }
}
