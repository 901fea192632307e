package io.anteroom.cluster;

import io.anteroom.account.TickKeys;
import io.anteroom.async.StartupOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/** Stops the start if the settings of the on-demand mode contradict each other or others. */
@Startup(StartupOrder.SETTINGS)
@Singleton
public class EngineSettingsCheck {

  /**
   * @throws ConfigurationException in one line that names the key
   */
  public EngineSettingsCheck(EngineSettings engine, ClusterSettings cluster, TickKeys keys) {
    if (!engine.isOnDemand()) {
      return;
    }
    check(
        !keys.isEmpty(),
        "tick-key: must be set with mode=on-demand, or nothing does what is due between requests");
    check(
        cluster.work(),
        "mode: on-demand needs anteroom.cluster.work=true, or a tick has nothing to do");
    check(
        engine.maxTick().compareTo(engine.maxRequest()) <= 0,
        "max-tick: must be no longer than anteroom.engine.max-request, or a tick is cut off");
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException("anteroom.engine." + sentence);
    }
  }
}
