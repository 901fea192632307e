package io.anteroom.accept.queue;

import io.anteroom.account.AccountSettings;
import io.anteroom.task.TaskSettings;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** How many tasks of each client may wait to be submitted. Immutable, thread-safe. */
@Startup(1) // a wrong setting is said before anything is started that would have to be stopped
@Singleton
public class QueueLimitSettings {

  private final int otherwise;
  private final Map<String, Integer> ofClients = new HashMap<>();

  /**
   * @throws ConfigurationException in one line that names the key, when a value cannot be used
   */
  public QueueLimitSettings(AccountSettings clients, TaskSettings settings) {
    otherwise = checked("anteroom.task.max-queued", settings.maxQueued());
    clients
        .clients()
        .forEach((name, entry) -> entry.maxQueued().ifPresent(most -> put(name, most)));
  }

  /** At most so many of this client. */
  int of(String client) {
    return ofClients.getOrDefault(client, otherwise);
  }

  private void put(String client, int most) {
    ofClients.put(client, checked("anteroom.clients." + client + ".max-queued", most));
  }

  private static int checked(String key, int most) {
    if (most < 1) {
      throw new ConfigurationException(key + ": must be at least 1, is " + most);
    }
    return most;
  }
}
