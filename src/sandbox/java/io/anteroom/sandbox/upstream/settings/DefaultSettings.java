package io.anteroom.sandbox.upstream.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of a sandbox that nobody has set. */
final class DefaultSettings {
  private DefaultSettings() {}

  static SandboxSettings create() {
    return new SandboxSettings(
        0,
        1,
        keys(),
        List.of(),
        LimitSettings.seed(),
        stages(),
        ContentSettings.usual(),
        Map.of(),
        Map.of(),
        VisibilitySettings.CLEAR);
  }

  private static Map<String, SandboxPlan> keys() {
    Map<String, SandboxPlan> keys = new LinkedHashMap<>();
    keys.put("sandbox-free-key", SandboxPlan.FREE);
    keys.put("sandbox-pro-key", SandboxPlan.PRO);
    keys.put("sandbox-enterprise-key", SandboxPlan.ENTERPRISE);
    return keys;
  }

  /** Long enough to be seen by a poller, short enough to wait for at a terminal. */
  private static Map<Modality, StageTimes> stages() {
    Map<Modality, StageTimes> stages = new LinkedHashMap<>();
    stages.put(Modality.TEXT, times(StageTime.between(200, 600)));
    stages.put(Modality.IMAGE, times(StageTime.between(300, 1_000)));
    stages.put(Modality.VIDEO, times(StageTime.logNormal(2_000, 0.6)));
    return stages;
  }

  private static StageTimes times(StageTime processing) {
    return new StageTimes(
        StageTime.between(50, 150),
        StageTime.between(100, 300),
        StageTime.between(100, 300),
        processing);
  }
}
