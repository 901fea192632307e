package io.anteroom.sandbox.upstream.counters;

import io.anteroom.sandbox.upstream.assets.Asset;
import io.anteroom.sandbox.upstream.assets.TaskMarker;
import io.anteroom.sandbox.upstream.settings.SandboxEndpoint;
import io.anteroom.sandbox.upstream.settings.SandboxEndpointClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what the sandbox sees. Thread-safe. */
public final class Counters {
  private record Second(String account, SandboxEndpointClass endpointClass, long second) {}

  private final Map<Second, Integer> calls = new LinkedHashMap<>();
  private final Map<Second, Integer> refusals = new LinkedHashMap<>();
  private final Map<String, Map<String, Integer>> outcomes = new TreeMap<>();
  private final Map<String, Integer> arrivals = new TreeMap<>();
  private final Map<String, Integer> byMarker = new LinkedHashMap<>();
  private final Map<String, Integer> byTaskId = new LinkedHashMap<>();
  private final List<Completion> completions = new ArrayList<>();
  private int tasksCreated;

  /** A call with a valid key has arrived; refused: it will be answered with 429. */
  public synchronized void arrived(
      SandboxEndpoint sandboxEndpoint, String account, long epochMillis, boolean refused) {
    Second second = new Second(account, sandboxEndpoint.endpointClass(), epochMillis / 1_000);
    calls.merge(second, 1, Integer::sum);
    if (refused) {
      refusals.merge(second, 1, Integer::sum);
    }
  }

  /** A call is over: its status, or {@code dropped}. */
  public synchronized void ended(SandboxEndpoint sandboxEndpoint, String outcome) {
    arrivals.merge(sandboxEndpoint.wireName(), 1, Integer::sum);
    outcomes
        .computeIfAbsent(sandboxEndpoint.wireName(), name -> new TreeMap<>())
        .merge(outcome, 1, Integer::sum);
  }

  /** A task was created. */
  public synchronized void taskCreated(Asset asset) {
    tasksCreated++;
    String marker = asset.marker();
    if (marker != null) {
      byMarker.merge(marker, 1, Integer::sum);
      byTaskId.merge(TaskMarker.taskId(marker), 1, Integer::sum);
    }
  }

  /** A task has ended; the asset as it is since. */
  public synchronized void taskEnded(Asset asset) {
    completions.add(
        new Completion(
            asset.account(),
            asset.taskId(),
            asset.assetId(),
            asset.marker(),
            asset.status(),
            asset.createdAtMs(),
            asset.updatedAtMs()));
  }

  /** What was counted so far. */
  public synchronized CounterSnapshot snapshot() {
    List<SecondCount> seconds = new ArrayList<>();
    calls.forEach(
        (at, count) ->
            seconds.add(
                new SecondCount(
                    at.account(),
                    at.endpointClass(),
                    at.second(),
                    count,
                    refusals.getOrDefault(at, 0))));
    Map<String, EndpointCount> endpoints = new LinkedHashMap<>();
    arrivals.forEach(
        (name, count) ->
            endpoints.put(name, new EndpointCount(count, Map.copyOf(outcomes.get(name)))));
    return new CounterSnapshot(
        seconds, endpoints, tasksCreated, Map.copyOf(byMarker), Map.copyOf(byTaskId));
  }

  /** The tasks that have ended, in that order. */
  public synchronized List<Completion> completions() {
    return List.copyOf(completions);
  }

  /** Starts at zero. */
  public synchronized void reset() {
    calls.clear();
    refusals.clear();
    outcomes.clear();
    arrivals.clear();
    byMarker.clear();
    byTaskId.clear();
    completions.clear();
    tasksCreated = 0;
  }
}
