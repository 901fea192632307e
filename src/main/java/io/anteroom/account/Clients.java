package io.anteroom.account;

import io.anteroom.account.AccountSettings.ClientEntry;
import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The clients of this installation, checked at start. Only the packages that use a callback URL, a
 * callback secret or an API version know what a valid one is, and check them themselves. Immutable,
 * thread-safe.
 */
@Singleton
public class Clients implements CheckedAtStart {

  private final AccountDirectory accounts;
  private final SettingFaults faults;
  private final Map<String, Client> clients = new TreeMap<>();

  /**
   * @throws ConfigurationException in one line that names the key, when a client cannot be used
   */
  public Clients(AccountSettings settings, AccountDirectory accounts) {
    this(settings, accounts, new SettingFaults());
    faults.stopIfAny();
  }

  /**
   * @param faults gets one line for each setting that cannot be used
   */
  @Inject
  public Clients(AccountSettings settings, AccountDirectory accounts, SettingFaults faults) {
    this.accounts = accounts;
    this.faults = faults;
    settings.clients().forEach((name, entry) -> clients.put(name, configured(name, entry)));
    NamedKey.allOf(settings, faults)
        .forEach(key -> clients.computeIfAbsent(key.client(), this::withDefaults));
  }

  /** Every client, in the order of the names. */
  public Collection<Client> all() {
    return clients.values();
  }

  /** The client with this name; empty where it has left the configuration. */
  public Optional<Client> named(String name) {
    return Optional.ofNullable(clients.get(name));
  }

  /** The weight of each client of an account; none where the account has left the configuration. */
  public List<ClientWeight> weightsOf(String account) {
    return clients.values().stream()
        .filter(client -> client.account().name().equals(account))
        .map(client -> new ClientWeight(client.name(), client.weight()))
        .toList();
  }

  private Client configured(String name, ClientEntry entry) {
    String prefix = "anteroom.clients." + name;
    return new Client(
        name,
        account(prefix + ".account", entry.account()),
        faults.get(() -> weight(prefix + ".weight", entry.weight())).orElse(1.0),
        faults
            .get(() -> collections(prefix + ".collections", entry.collections()))
            .orElse(Set.of()),
        faults
            .get(() -> maxQueued(prefix + ".max-queued", entry.maxQueued()))
            .orElse(OptionalInt.empty()),
        entry.callbackUrl().map(String::strip),
        faults.get(() -> callbackSecrets(prefix + ".callback-secret", entry)).orElse(List.of()),
        entry.apiVersion().map(String::strip));
  }

  private Client withDefaults(String name) {
    return new Client(
        name,
        account(NamedKey.SETTING, "default"),
        1,
        Set.of(),
        OptionalInt.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private Account account(String key, String name) {
    return faults
        .get(() -> accounts.named(name).orElseThrow(() -> noAccount(key, name)))
        .orElseGet(() -> accounts.all().iterator().next());
  }

  private static ConfigurationException noAccount(String key, String name) {
    return new ConfigurationException(key + ": there is no account " + name);
  }

  /** The bounds keep the sums of 1/weight exact enough for years of tasks. */
  private static double weight(String key, double weight) {
    if (weight >= 0.001 && weight <= 1000) {
      return weight;
    }
    throw new ConfigurationException(key + ": must be from 0.001 to 1000, is " + weight);
  }

  /** A list without a name in it is a mistake: it would open every collection. */
  private static Set<String> collections(String key, Optional<List<String>> list) {
    Set<String> names =
        list.orElse(List.of()).stream()
            .map(String::strip)
            .filter(collection -> !collection.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    if (list.isPresent() && names.isEmpty()) {
      throw new ConfigurationException(key + ": must name at least one collection");
    }
    return names;
  }

  private static OptionalInt maxQueued(String key, Optional<Integer> max) {
    if (max.isPresent() && max.get() < 1) {
      throw new ConfigurationException(key + ": must be at least 1, is " + max.get());
    }
    return max.map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  private static List<Secret> callbackSecrets(String key, ClientEntry entry) {
    if (entry.callbackSecret().isEmpty() && entry.callbackSecretPrevious().isPresent()) {
      throw new ConfigurationException(key + ": not set, but " + key + "-previous is");
    }
    return Stream.of(entry.callbackSecret(), entry.callbackSecretPrevious())
        .flatMap(Optional::stream)
        .map(Secret::new)
        .toList();
  }
}
