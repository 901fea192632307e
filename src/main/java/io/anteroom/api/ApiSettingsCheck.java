package io.anteroom.api;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/** Stops the start when a setting of the HTTP face is wrong. */
@Startup(1)
@Singleton
public class ApiSettingsCheck {

  /**
   * @throws ConfigurationException in one line that names the key
   */
  public ApiSettingsCheck(ApiSettings settings) {
    check(settings.maxHeaders() > 0, "max-headers: must be more than 0");
    check(!settings.hsts().isNegative(), "hsts: must not be negative");
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException("anteroom.http." + sentence);
    }
  }
}
