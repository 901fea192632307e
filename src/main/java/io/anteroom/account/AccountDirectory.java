package io.anteroom.account;

import io.anteroom.account.AccountSettings.AccountEntry;
import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The accounts of this installation, checked at start. Immutable, thread-safe. */
@Singleton
public class AccountDirectory implements CheckedAtStart {

  /** In the place of one that cannot be used; nothing is ever sent there. */
  private static final URI NOWHERE = URI.create("https://nowhere.invalid");

  private final Map<String, Account> accounts = new TreeMap<>();
  private final SettingFaults faults;

  /**
   * @param faults gets one line for each account that cannot be used
   */
  @Inject
  public AccountDirectory(AccountSettings settings, SettingFaults faults) {
    this.faults = faults;
    settings.accounts().forEach(this::add);
    faults.check(this::refuseNone);
    faults.check(this::refuseTwins);
  }

  /**
   * @throws ConfigurationException in one line that names the key, when an account cannot be used
   */
  public AccountDirectory(AccountSettings settings) {
    this(settings, new SettingFaults());
    faults.stopIfAny();
  }

  private void refuseNone() {
    if (accounts.isEmpty()) {
      accounts.put("default", new Account("default", NOWHERE, new Secret(""), Plan.FREE));
      throw new ConfigurationException(
          "MIXPEEK_API_KEY: not set, and no account under anteroom.accounts has an api-key");
    }
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
    Plan plan = faults.get(() -> plan(prefix + ".plan", entry.plan())).orElse(Plan.FREE);
    URI baseUrl = faults.get(() -> baseUrl(prefix + ".base-url", entry.baseUrl())).orElse(NOWHERE);
    Optional<String> version =
        entry
            .apiVersion()
            .flatMap(text -> faults.get(() -> version(prefix + ".api-version", text)));
    accounts.put(
        name, new Account(name, baseUrl, new Secret(key.get()), plan, version.orElse(null)));
  }

  private static Plan plan(String key, String name) {
    return Plan.named(name)
        .orElseThrow(
            () ->
                new ConfigurationException(key + ": must be free, pro or enterprise, is " + name));
  }

  private static String version(String key, String text) {
    if (!text.matches("[!-~]{1,100}")) {
      throw new ConfigurationException(key + ": must be 1 to 100 printable ASCII characters");
    }
    return text;
  }

  /** Seed: "enforcing HTTPS in every request … the API does not support HTTP". */
  private static URI baseUrl(String key, String value) {
    return SecureUrl.check(key, value.strip().replaceAll("/+$", ""));
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
