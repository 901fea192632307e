package io.anteroom.task;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The status machine of the seed: INITIALIZING, DOWNLOADING, UPLOADING, PROCESSING, then DONE or
 * FAILED, from any of them. It skips forward, never goes back, and a terminal status never changes.
 * A word that it does not know leaves the status as it is. Immutable, thread-safe.
 */
@Singleton
public class StatusMachine implements CheckedAtStart {

  /** Later versions of the upstream say these (upstream's public documentation). */
  private static final Map<String, TaskStatus> BUILT_IN =
      Map.of(
          "CANCELLED", TaskStatus.CANCELLED,
          "CANCELED", TaskStatus.CANCELLED,
          "SKIPPED", TaskStatus.FAILED,
          "COMPLETED", TaskStatus.DONE,
          "ERROR", TaskStatus.FAILED);

  /** Later versions say these of a task that has not begun; the status stays as it is. */
  private static final Set<String> WAITING_WORDS = Set.of("QUEUED", "PENDING");

  private final Map<String, TaskStatus> terminalWords = new HashMap<>(BUILT_IN);

  /**
   * @throws ConfigurationException where a terminal word maps to a status that is not terminal
   */
  public StatusMachine(TaskSettings settings) {
    SettingFaults faults = new SettingFaults();
    settings.terminalStatuses().forEach((word, status) -> faults.check(() -> add(word, status)));
    faults.stopIfAny();
  }

  /**
   * The status after the upstream said this word.
   *
   * @param current the status now
   * @param word the upstream's status, not null; compared as the seed spells it
   */
  public TaskStatus next(TaskStatus current, String word) {
    if (current.isTerminal()) {
      return current;
    }
    TaskStatus said = meaning(word).orElse(current);
    return said.ordinal() > current.ordinal() ? said : current;
  }

  /**
   * Whether the word says where a task stands: it is the seed's, ends a task, or is to be waited
   * out.
   */
  public boolean knows(String word) {
    return meaning(word).isPresent() || WAITING_WORDS.contains(word);
  }

  private Optional<TaskStatus> meaning(String word) {
    Optional<TaskStatus> seed = TaskStatus.named(word);
    return seed.isPresent() ? seed : Optional.ofNullable(terminalWords.get(word));
  }

  private void add(String word, TaskStatus status) {
    if (!status.isTerminal()) {
      throw new ConfigurationException(
          "anteroom.task.terminal-statuses." + word + ": must be DONE, FAILED or CANCELLED");
    }
    terminalWords.put(word, status);
  }
}
