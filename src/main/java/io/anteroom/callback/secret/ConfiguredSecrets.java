package io.anteroom.callback.secret;

import io.anteroom.account.AccountSettings;
import io.anteroom.account.AccountSettings.ClientEntry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The secrets that the configuration gives to clients. Immutable, thread-safe. */
@Startup(1) // a wrong setting is said before anything is started that would have to be stopped
@Singleton
public class ConfiguredSecrets {

  private final Map<String, List<CallbackSecret>> secrets = new HashMap<>();

  /**
   * @throws ConfigurationException in one line that names the key, without its value
   */
  public ConfiguredSecrets(AccountSettings settings) {
    settings.clients().forEach(this::add);
  }

  /** The client's secret, then the one before it while it is rotated; none if none is given. */
  List<CallbackSecret> of(String client) {
    return secrets.getOrDefault(client, List.of());
  }

  private void add(String name, ClientEntry entry) {
    String key = "anteroom.clients." + name + ".callback-secret";
    List<CallbackSecret> both = new ArrayList<>();
    entry.callbackSecret().map(text -> secret(key, text)).ifPresent(both::add);
    entry
        .callbackSecretPrevious()
        .map(text -> secret(key + "-previous", text))
        .ifPresent(both::add);
    if (entry.callbackSecret().isEmpty() && !both.isEmpty()) {
      throw new ConfigurationException(key + ": not set, but " + key + "-previous is");
    }
    secrets.put(name, List.copyOf(both));
  }

  private static CallbackSecret secret(String key, String text) {
    try {
      return CallbackSecret.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(key + ": " + e.getMessage());
    }
  }
}
