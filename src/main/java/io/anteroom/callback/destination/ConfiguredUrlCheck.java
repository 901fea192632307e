package io.anteroom.callback.destination;

import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.async.StartupOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/**
 * Stops the start at a client whose callback URL may not be called. Host names are not looked up: a
 * name server that is down must not stop a start.
 */
@Startup(StartupOrder.SETTINGS)
@Singleton
class ConfiguredUrlCheck {

  /**
   * @throws ConfigurationException in one line that names the key
   */
  ConfiguredUrlCheck(Clients clients, UrlPolicy policy) {
    clients.all().forEach(client -> check(client, policy));
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
