package io.anteroom.sandbox.upstream.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that can be set. Immutable; as JSON in snake_case, where a document need only name
 * what differs from {@link #defaults()}.
 *
 * @param port where to listen on 127.0.0.1; 0: any free port. Read once, at the start
 * @param seed from which all chance follows, so that a run can be repeated
 * @param keys the plan of each API key; an account is its key
 * @param forbiddenKeys keys that get 403
 * @param limits how many calls an account may make
 * @param stages stage times by modality
 * @param content bounds and folders
 * @param latency by endpoint name or {@code *}; an entry of its own replaces that of {@code *}
 * @param faults by endpoint name or {@code *}; an entry of its own replaces that of {@code *}
 * @param visibility how much of the truth is shown
 */
public record SandboxSettings(
    int port,
    long seed,
    Map<String, SandboxPlan> keys,
    List<String> forbiddenKeys,
    LimitSettings limits,
    Map<Modality, StageTimes> stages,
    ContentSettings content,
    Map<String, LatencySettings> latency,
    Map<String, FaultSettings> faults,
    VisibilitySettings visibility) {

  public SandboxSettings {
    SettingChecks.present("keys", keys);
    SettingChecks.present("forbidden_keys", forbiddenKeys);
    SettingChecks.present("limits", limits);
    SettingChecks.present("stages", stages);
    SettingChecks.present("content", content);
    SettingChecks.present("latency", latency);
    SettingChecks.present("faults", faults);
    SettingChecks.present("visibility", visibility);
    knownEndpoints("latency", latency);
    knownEndpoints("faults", faults);
  }

  /** The seed's limits, tasks of about a second, and nothing going wrong. */
  public static SandboxSettings defaults() {
    return DefaultSettings.create();
  }

  /** As {@link #defaults()}, but every stage is over as soon as its work is. */
  public static SandboxSettings instant() {
    SandboxSettings usual = defaults();
    Map<Modality, StageTimes> none = new LinkedHashMap<>();
    usual.stages.keySet().forEach(modality -> none.put(modality, StageTimes.NONE));
    return usual.withStages(none);
  }

  /** The defaults, changed by that JSON document. */
  public static SandboxSettings fromJson(String json) {
    return defaults().merge(json);
  }

  /**
   * These settings, changed by a JSON merge patch (RFC 7396).
   *
   * @throws IllegalArgumentException with a sentence that names what is wrong
   */
  public SandboxSettings merge(String json) {
    return SettingsJson.merge(this, json);
  }

  /** The latency of an endpoint: its own, else that of {@code *}, else none. */
  public LatencySettings latencyOf(SandboxEndpoint endpoint) {
    return of(latency, endpoint, LatencySettings.NONE);
  }

  /** The faults of an endpoint: its own, else those of {@code *}, else none. */
  public FaultSettings faultsOf(SandboxEndpoint endpoint) {
    return of(faults, endpoint, FaultSettings.NONE);
  }

  /** The stage times of a modality; none at all where nothing is set. */
  public StageTimes stagesOf(Modality modality) {
    return stages.getOrDefault(modality, StageTimes.NONE);
  }

  /** With other limits. */
  public SandboxSettings withLimits(LimitSettings value) {
    return new SandboxSettings(
        port, seed, keys, forbiddenKeys, value, stages, content, latency, faults, visibility);
  }

  /** With those stage times, and no others. */
  public SandboxSettings withStages(Map<Modality, StageTimes> value) {
    return new SandboxSettings(
        port, seed, keys, forbiddenKeys, limits, value, content, latency, faults, visibility);
  }

  /**
   * With that latency for one endpoint, named as in {@link SandboxEndpoint#wireName()}, or {@code
   * *}.
   */
  public SandboxSettings withLatency(String endpoint, LatencySettings value) {
    Map<String, LatencySettings> all = new LinkedHashMap<>(latency);
    all.put(endpoint, value);
    return new SandboxSettings(
        port, seed, keys, forbiddenKeys, limits, stages, content, all, faults, visibility);
  }

  /**
   * With those faults for one endpoint, named as in {@link SandboxEndpoint#wireName()}, or {@code
   * *}.
   */
  public SandboxSettings withFaults(String endpoint, FaultSettings value) {
    Map<String, FaultSettings> all = new LinkedHashMap<>(faults);
    all.put(endpoint, value);
    return new SandboxSettings(
        port, seed, keys, forbiddenKeys, limits, stages, content, latency, all, visibility);
  }

  private static <T> T of(Map<String, T> byEndpoint, SandboxEndpoint endpoint, T otherwise) {
    T own = byEndpoint.get(endpoint.wireName());
    return own != null ? own : byEndpoint.getOrDefault(SandboxEndpoint.ANY, otherwise);
  }

  private static void knownEndpoints(String section, Map<String, ?> byEndpoint) {
    for (String name : byEndpoint.keySet()) {
      if (!SandboxEndpoint.isName(name)) {
        throw new IllegalArgumentException(section + " names an unknown endpoint: " + name);
      }
    }
  }
}
