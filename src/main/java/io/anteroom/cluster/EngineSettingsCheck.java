package io.anteroom.cluster;

import io.anteroom.account.TickKeys;
import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/** Stops the start if the settings of the on-demand mode contradict each other or others. */
@Singleton
public class EngineSettingsCheck implements CheckedAtStart {

  /**
   * @throws ConfigurationException with one line for each that names the key
   */
  public EngineSettingsCheck(EngineSettings engine, ClusterSettings cluster, TickKeys keys) {
    if (!engine.isOnDemand()) {
      return;
    }
    SettingFaults faults = new SettingFaults();
    check(
        faults,
        !keys.isEmpty(),
        "tick-key: must be set with mode=on-demand, or nothing does what is due between requests");
    check(
        faults,
        cluster.work(),
        "mode: on-demand needs anteroom.cluster.work=true, or a tick has nothing to do");
    check(
        faults,
        engine.maxTick().compareTo(engine.maxRequest()) <= 0,
        "max-tick: must be no longer than anteroom.engine.max-request, or a tick is cut off");
    faults.stopIfAny();
  }

  private static void check(SettingFaults faults, boolean holds, String sentence) {
    if (!holds) {
      faults.add("anteroom.engine." + sentence);
    }
  }
}
