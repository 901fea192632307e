package io.anteroom.api.version;

import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.async.StartupOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/** Stops the start at a client that is pinned to a version of the API which does not exist. */
@Startup(StartupOrder.SETTINGS)
@Singleton
class PinnedVersionCheck {

  /**
   * @throws ConfigurationException in one line that names the key
   */
  PinnedVersionCheck(Clients clients) {
    clients.all().forEach(client -> client.apiVersion().ifPresent(day -> check(client, day)));
  }

  private static void check(Client client, String day) {
    if (ApiVersion.named(day).isEmpty()) {
      throw new ConfigurationException(
          "anteroom.clients.%s.api-version: must be one of %s, is %s"
              .formatted(client.name(), ApiVersion.list(), day));
    }
  }
}
