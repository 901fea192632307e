package io.anteroom.guard;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Stops the start where a limit of the connections cannot be one. */
@Startup(1) // a wrong setting is said before anything is started that would have to be stopped
@Singleton
public class GuardSettingsCheck {

  /**
   * @throws ConfigurationException in one line that names the key
   */
  public GuardSettingsCheck(GuardSettings settings) {
    check(settings.maxConnections() > 0, "max-connections: must be more than 0");
    check(settings.maxHeaders() > 0, "max-headers: must be more than 0");
    check(settings.bodyRate() >= 0, "body-rate: must not be negative");
    check(!settings.hsts().isNegative(), "hsts: must not be negative");
    positive("head-timeout", settings.headTimeout());
    positive("keep-alive", settings.keepAlive());
    positive("body-grace", settings.bodyGrace());
  }

  private static void positive(String key, Duration value) {
    check(value.toMillis() > 0, key + ": must be longer than 0");
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException("anteroom.http." + sentence);
    }
  }
}
