package io.anteroom.sandbox.upstream.counters;

import io.anteroom.sandbox.upstream.settings.SandboxEndpointClass;
import java.util.List;
import java.util.Map;

/**
 * What the sandbox had seen at one moment. Immutable.
 *
 * @param seconds by account, class and second, in the order of the first call
 * @param endpoints by endpoint name, such as {@code index.text}
 * @param tasksCreated all tasks, with and without a marker
 * @param tasksByMarker how many tasks were created with each marker
 * @param tasksByTaskId the same by the part of the marker before its last dot
 */
public record CounterSnapshot(
    List<SecondCount> seconds,
    Map<String, EndpointCount> endpoints,
    int tasksCreated,
    Map<String, Integer> tasksByMarker,
    Map<String, Integer> tasksByTaskId) {

  /** How many of Anteroom's tasks have at least one task here. */
  public int distinctTaskIds() {
    return tasksByTaskId.size();
  }

  /** How many of Anteroom's tasks have more than one task here. */
  public int doubledTaskIds() {
    return (int) tasksByTaskId.values().stream().filter(count -> count > 1).count();
  }

  /** All calls of all accounts, the refused ones included. */
  public int calls() {
    return seconds.stream().mapToInt(SecondCount::calls).sum();
  }

  /** All calls of a class, the refused ones included. */
  public int calls(SandboxEndpointClass sandboxEndpointClass) {
    return seconds.stream()
        .filter(count -> count.endpointClass() == sandboxEndpointClass)
        .mapToInt(SecondCount::calls)
        .sum();
  }

  /** All answers with 429. */
  public int refused() {
    return seconds.stream().mapToInt(SecondCount::refused).sum();
  }
}
