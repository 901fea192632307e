package io.anteroom.callback.destination;

import io.anteroom.account.AccountSettings;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The callback URLs that the configuration gives to clients. Immutable, thread-safe. */
@Startup(1) // a wrong setting is said before anything is started that would have to be stopped
@Singleton
public class ConfiguredCallbackUrls {

  private final Map<String, URI> urls = new HashMap<>();

  /**
   * Names are not looked up here: a name server that is away must not stop a start.
   *
   * @throws ConfigurationException in one line that names the key
   */
  public ConfiguredCallbackUrls(AccountSettings settings, UrlPolicy rules) {
    settings
        .clients()
        .forEach((name, entry) -> entry.callbackUrl().ifPresent(url -> add(name, url, rules)));
  }

  /** Where the ends of the client's tasks are told of when a request names no URL of its own. */
  public Optional<URI> of(String client) {
    return Optional.ofNullable(urls.get(client));
  }

  private void add(String name, String url, UrlPolicy rules) {
    try {
      urls.put(name, rules.read(url.strip()).uri());
    } catch (DestinationRefusedException e) {
      throw new ConfigurationException(
          "anteroom.clients.%s.callback-url: %s".formatted(name, e.getMessage()));
    }
  }
}
