package io.anteroom.account;

import io.anteroom.account.AccountSettings.AccountEntry;
import io.anteroom.async.StartupOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The accounts of this installation, checked at start. Immutable, thread-safe. */
@Startup(StartupOrder.SETTINGS)
@Singleton
public class AccountDirectory {

  private final Map<String, Account> accounts = new TreeMap<>();

  /**
   * @throws ConfigurationException in one line that names the key, when an account cannot be used
   */
  public AccountDirectory(AccountSettings settings) {
    settings.accounts().forEach(this::add);
    if (accounts.isEmpty()) {
      throw new ConfigurationException(
          "MIXPEEK_API_KEY: not set, and no account under anteroom.accounts has an api-key");
    }
    refuseTwins();
  }

  /** Every account, in the order of the names. */
  public Collection<Account> all() {
    return accounts.values();
  }

  public Optional<Account> named(String name) {
    return Optional.ofNullable(accounts.get(name));
  }

  private void add(String name, AccountEntry entry) {
    Optional<String> key = entry.apiKey().map(String::strip).filter(k -> !k.isEmpty());
    if (key.isEmpty()) {
      return;
    }
    String prefix = "anteroom.accounts." + name;
    Plan plan =
        Plan.named(entry.plan())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        prefix + ".plan: must be free, pro or enterprise, is " + entry.plan()));
    URI baseUrl = baseUrl(prefix + ".base-url", entry.baseUrl());
    accounts.put(name, new Account(name, baseUrl, new Secret(key.get()), plan));
  }

  /** Seed: "enforcing HTTPS in every request … the API does not support HTTP". */
  private static URI baseUrl(String key, String value) {
    URI uri;
    try {
      uri = new URI(value.strip().replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw new ConfigurationException(key + ": is not a URL: " + value);
    }
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    if (uri.getHost() == null || uri.getUserInfo() != null || !(https || http)) {
      throw new ConfigurationException(key + ": must be https://host[:port][/path]");
    }
    if (http && !isLoopback(uri.getHost())) {
      throw new ConfigurationException(
          key + ": must be https (plain http only to loopback), is " + value);
    }
    return uri;
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  /** Two names for one upstream account would spend its quota twice. */
  private void refuseTwins() {
    record Identity(URI baseUrl, Secret key) {}
    Set<Identity> seen = new HashSet<>();
    for (Account account : all()) {
      if (!seen.add(new Identity(account.baseUrl(), account.apiKey()))) {
        throw new ConfigurationException(
            "anteroom.accounts.%s: has the base URL and the key of another account"
                .formatted(account.name()));
      }
    }
  }
}
