package io.anteroom;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.anteroom.async.StartupOrder;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Makes all checks of settings, and stops the start at what they find. */
@Singleton
class SettingsChecks {

  private final Instance<CheckedAtStart> checks;
  private final SettingFaults faults;

  SettingsChecks(@Any Instance<CheckedAtStart> checks, SettingFaults faults) {
    this.checks = checks;
    this.faults = faults;
  }

  /**
   * @throws ConfigurationException with one line for each fault
   */
  void check(@Observes @Priority(StartupOrder.SETTINGS) StartupEvent event) {
    checks.handles().forEach(check -> faults.check(check::get));
    faults.stopIfAny();
  }
}
