package io.anteroom.guard;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.http.VertxPipelines;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/** Stops the start when this version of Vert.x does not fit the guard. */
@Singleton
public class GuardSettingsCheck implements CheckedAtStart {

  /**
   * @throws ConfigurationException in one line that names the key
   */
  public GuardSettingsCheck(GuardSettings settings, VertxPipelines pipelines) {
    String fault = pipelines.missingAtServer(VertxPipelines.DECODER, VertxPipelines.CONNECTION);
    if (settings.enabled() && fault != null) {
      throw new ConfigurationException(
          "anteroom.http.guard.enabled: must be false with this version of Vert.x, whose " + fault);
    }
  }
}
