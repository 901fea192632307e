package io.anteroom.callback.secret;

import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.account.Secret;
import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/** Stops the start at a client whose callback secret cannot be used. */
@Singleton
class ConfiguredSecretCheck implements CheckedAtStart {

  /**
   * @throws ConfigurationException in one line for each that names the key, without its value
   */
  ConfiguredSecretCheck(Clients clients) {
    SettingFaults faults = new SettingFaults();
    faults.checkEach(clients.all(), ConfiguredSecretCheck::check);
    faults.stopIfAny();
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
