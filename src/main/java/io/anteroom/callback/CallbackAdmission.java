package io.anteroom.callback;

import io.anteroom.account.AccountSettings;
import io.anteroom.account.AccountSettings.ClientEntry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Decides at the accept who is told of a task's end. Immutable, thread-safe. */
@Startup(1) // a wrong setting is said before anything is started that would have to be stopped
@Singleton
public class CallbackAdmission {

  private final Destinations destinations;
  private final CallbackSecrets secrets;
  private final Map<String, String> defaults = new HashMap<>();

  /**
   * @throws ConfigurationException in one line that names the key, when the callback URL of a
   *     client cannot be used
   */
  public CallbackAdmission(
      Destinations destinations,
      CallbackSecrets secrets,
      AccountSettings accounts,
      DestinationSettings settings) {
    this.destinations = destinations;
    this.secrets = secrets;
    accounts.clients().forEach((name, entry) -> addDefault(name, entry, settings.allowHttp()));
  }

  /** Whether nobody is to be told: neither the request, here null, nor the client names a URL. */
  public boolean isNobodyTold(String client, String wished) {
    return wished == null && !defaults.containsKey(client);
  }

  /**
   * The URL that the end is told to: the one asked for, else that of the client's configuration.
   *
   * @param wished as the client gave it, or null where its configuration names one
   * @return fails with {@link DestinationRefused} or {@link CallbackSecretMissing}
   */
  public Uni<String> admit(String client, String wished) {
    return (wished == null ? admitDefault(client) : destinations.admit(wished))
        .call(() -> needSecret(client))
        .map(URI::toString);
  }

  private Uni<URI> admitDefault(String client) {
    return destinations
        .admit(defaults.get(client))
        .onFailure(DestinationRefused.class)
        .transform(
            refusal ->
                new DestinationRefused(
                    "Of the callback URL that the configuration gives this client: "
                        + refusal.getMessage()));
  }

  private Uni<Void> needSecret(String client) {
    return secrets
        .of(client)
        .onFailure(SecretUnreadable.class)
        .recoverWithItem(List.of())
        .invoke(
            found -> {
              if (found.isEmpty()) {
                throw new CallbackSecretMissing(client);
              }
            })
        .replaceWithVoid();
  }

  private void addDefault(String client, ClientEntry entry, boolean allowHttp) {
    entry
        .callbackUrl()
        .map(String::strip)
        .filter(url -> !url.isEmpty())
        .ifPresent(url -> defaults.put(client, checked(client, url, allowHttp)));
  }

  /** What can be known without looking a name up; the rest shows at the first use. */
  private static String checked(String client, String url, boolean allowHttp) {
    try {
      return CallbackUrl.parse(url, allowHttp).uri().toString();
    } catch (DestinationRefused e) {
      throw new ConfigurationException(
          "anteroom.clients.%s.callback-url: %s".formatted(client, e.getMessage()));
    }
  }
}
