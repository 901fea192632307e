package io.anteroom.guard;

import io.anteroom.async.http.VertxPipelines;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Stops the start when a setting of the guard is wrong, or when Vert.x does not fit the guard. */
@Startup(1)
@Singleton
public class GuardSettingsCheck {

  /**
   * @throws ConfigurationException in one line that names the key
   */
  public GuardSettingsCheck(GuardSettings settings, VertxPipelines pipelines) {
    check(settings.maxConnections() > 0, "max-connections: must be more than 0");
    check(settings.bodyMinRate() >= 0, "body-min-rate: must not be negative");
    positive("head-timeout", settings.headTimeout());
    positive("keep-alive", settings.keepAlive());
    positive("body-grace", settings.bodyGrace());
    String fault = pipelines.missingAtServer(VertxPipelines.DECODER, VertxPipelines.CONNECTION);
    check(
        !settings.enabled() || fault == null,
        "enabled: must be false with this version of Vert.x, whose " + fault);
  }

  private static void positive(String key, Duration value) {
    check(value.toMillis() > 0, key + ": must be longer than 0");
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException("anteroom.http.guard." + sentence);
    }
  }
}
