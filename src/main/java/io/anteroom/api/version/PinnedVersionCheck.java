package io.anteroom.api.version;

import io.anteroom.account.Client;
import io.anteroom.account.Clients;
import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

/** Stops the start at a client that is pinned to a version of the API which does not exist. */
@Singleton
class PinnedVersionCheck implements CheckedAtStart {

  /**
   * @throws ConfigurationException in one line for each that names the key
   */
  PinnedVersionCheck(Clients clients) {
    SettingFaults faults = new SettingFaults();
    faults.checkEach(
        clients.all(), client -> client.apiVersion().ifPresent(day -> check(client, day)));
    faults.stopIfAny();
  }

  private static void check(Client client, String day) {
    if (ApiVersion.named(day).isEmpty()) {
      throw new ConfigurationException(
          "anteroom.clients.%s.api-version: must be one of %s, is %s"
              .formatted(client.name(), ApiVersion.list(), day));
    }
  }
}
