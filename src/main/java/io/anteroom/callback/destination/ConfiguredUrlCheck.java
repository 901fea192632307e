package io.anteroom.callback.destination;

import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/**
 * Stops the start at a client whose callback URL may not be called. Host names are not looked up: a
 * name server that is down must not stop a start.
 */
@Singleton
class ConfiguredUrlCheck implements CheckedAtStart {

  /**
   * @throws ConfigurationException in one line for each that names the key
   */
  ConfiguredUrlCheck(Clients clients, UrlPolicy policy) {
    SettingFaults faults = new SettingFaults();
    faults.checkEach(clients.all(), client -> check(client, policy));
    faults.stopIfAny();
  }

  private static void check(Client client, UrlPolicy policy) {
    try {
      client.callbackUrl().ifPresent(policy::read);
    } catch (DestinationRefusedException e) {
      throw new ConfigurationException(
          "anteroom.clients.%s.callback-url: %s".formatted(client.name(), e.getMessage()));
    }
  }
}
