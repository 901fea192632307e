package io.anteroom.api.version;

import io.anteroom.account.AccountSettings;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/**
 * Which version of the API a client gets that does not say which, so that no caller breaks when one
 * is added. Immutable, thread-safe.
 */
@Startup(1) // a wrong setting is said before anything is started that would have to be stopped
@Singleton
public class PinnedVersions {

  private final Map<String, ApiVersion> pins = new HashMap<>();

  /**
   * @throws ConfigurationException in one line that names the key, when a version is not there
   */
  public PinnedVersions(AccountSettings settings) {
    settings
        .clients()
        .forEach((name, client) -> client.apiVersion().ifPresent(day -> pin(name, day)));
  }

  /** That of the client with this name; the first where none is pinned. */
  public ApiVersion of(String client) {
    return pins.getOrDefault(client, ApiVersion.FIRST);
  }

  private void pin(String client, String day) {
    pins.put(
        client,
        ApiVersion.named(day.strip())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "anteroom.clients.%s.api-version: must be one of %s, is %s"
                            .formatted(client, ApiVersion.list(), day))));
  }
}
