package io.anteroom.sandbox.options;

import io.anteroom.sandbox.upstream.settings.Modality;
import io.anteroom.sandbox.upstream.settings.SandboxSettings;
import io.anteroom.sandbox.upstream.settings.StageTime;
import io.anteroom.sandbox.upstream.settings.StageTimes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** One time for a whole task, spread over its stages. */
final class TaskTime {

  private TaskTime() {}

  /**
   * The settings, with stages that take so long together. A task with a URL takes a quarter more,
   * since it is downloaded first.
   */
  static SandboxSettings set(SandboxSettings settings, Duration whole) {
    StageTime half = exactly(whole.dividedBy(2));
    StageTime quarter = exactly(whole.dividedBy(4));
    Map<Modality, StageTimes> stages = new EnumMap<>(Modality.class);
    for (Modality modality : Modality.values()) {
      stages.put(modality, new StageTimes(quarter, quarter, quarter, half));
    }
    return settings.withStages(stages);
  }

  private static StageTime exactly(Duration time) {
    return StageTime.between(time.toMillis(), time.toMillis());
  }
}
