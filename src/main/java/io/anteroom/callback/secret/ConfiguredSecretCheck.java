package io.anteroom.callback.secret;

import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.account.Secret;
import io.anteroom.async.StartupOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/** Stops the start at a client whose callback secret cannot be used. */
@Startup(StartupOrder.SETTINGS)
@Singleton
class ConfiguredSecretCheck {

  /**
   * @throws ConfigurationException in one line that names the key, without its value
   */
  ConfiguredSecretCheck(Clients clients) {
    clients.all().forEach(ConfiguredSecretCheck::check);
  }

  private static void check(Client client) {
    String key = "anteroom.clients." + client.name() + ".callback-secret";
    for (Secret secret : client.callbackSecrets()) {
      try {
        CallbackSecret.parse(secret.value());
      } catch (IllegalArgumentException e) {
        throw new ConfigurationException(key + ": " + e.getMessage());
      }
      key += "-previous";
    }
  }
}
