package io.anteroom.account;

import io.anteroom.account.AccountSettings.ClientEntry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Knows which client a key belongs to. Holds digests only. Immutable, thread-safe. */
@Startup(1) // a wrong setting is said before anything is started that would have to be stopped
@Singleton
public class ApiKeys {

  /** A key shorter than this, in characters, gets a warning at start. */
  static final int SHORT_KEY = 32;

  /** More than two keys for one client is not a rotation any more. */
  static final int KEYS_PER_CLIENT = 2;

  private static final Logger LOG = Logger.getLogger(ApiKeys.class);

  private record Entry(ApiKeyHash digest, Client client) {}

  private final AccountDirectory accounts;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Integer> keysOf = new HashMap<>();
  private final Map<String, Double> weights = new HashMap<>();
  private final Map<String, Set<String>> collections = new HashMap<>();

  /**
   * @throws ConfigurationException in one line that names the key, when a client cannot be used
   */
  public ApiKeys(AccountSettings settings, AccountDirectory accounts) {
    this.accounts = accounts;
    settings.clients().forEach((name, entry) -> weights.put(name, weight(name, entry.weight())));
    settings.clients().forEach((name, entry) -> collections.put(name, collections(name, entry)));
    settings.clients().forEach(this::addConfigured);
    settings.apiKeys().orElse(List.of()).forEach(this::addShortForm);
    settings.clients().keySet().forEach(this::needKey);
    if (entries.isEmpty()) {
      LOG.warn("ANTEROOM_API_KEYS: no client has a key, every call will be answered with 401");
    }
  }

  /**
   * The client whose key this is. Takes the same time whichever key matches, or none.
   *
   * @param key the key as presented, not null
   */
  public Optional<Client> clientOf(String key) {
    ApiKeyHash presented = ApiKeyHash.of(key);
    Client found = null;
    for (Entry entry : entries) {
      if (entry.digest().matches(presented)) {
        found = entry.client();
      }
    }
    return Optional.ofNullable(found);
  }

  /** Whether a client has this key. */
  boolean knows(ApiKeyHash digest) {
    return entries.stream().anyMatch(entry -> entry.digest().matches(digest));
  }

  /** The clients of an account, each once. */
  public List<Client> clientsOf(Account account) {
    return entries.stream()
        .map(Entry::client)
        .filter(client -> client.account().equals(account))
        .distinct()
        .toList();
  }

  private void addConfigured(String name, ClientEntry entry) {
    String prefix = "anteroom.clients." + name;
    for (String hex : entry.keys().orElse(List.of())) {
      ApiKeyHash digest = ApiKeyHash.configured(prefix + ".keys", hex);
      add(prefix + ".keys", new Entry(digest, client(prefix, name, entry)));
    }
  }

  private void addShortForm(String pair) {
    int colon = pair.indexOf(':');
    if (colon <= 0 || colon == pair.length() - 1) {
      throw new ConfigurationException("ANTEROOM_API_KEYS: must be name:key[,name:key…]");
    }
    String name = pair.substring(0, colon).strip();
    String key = pair.substring(colon + 1).strip();
    if (key.length() < SHORT_KEY) {
      LOG.warnf("ANTEROOM_API_KEYS: a key of client %s has under %d characters", name, SHORT_KEY);
    }
    Client client = client(name, account("ANTEROOM_API_KEYS", "default"));
    add("ANTEROOM_API_KEYS", new Entry(ApiKeyHash.of(key), client));
  }

  /** A name without a key is a misspelled one: what it sets would be for nobody. */
  private void needKey(String name) {
    if (!keysOf.containsKey(name)) {
      throw new ConfigurationException(
          "anteroom.clients.%s.keys: not set, and ANTEROOM_API_KEYS has no key for it"
              .formatted(name));
    }
  }

  private void add(String source, Entry entry) {
    String name = entry.client().name();
    if (keysOf.merge(name, 1, Integer::sum) > KEYS_PER_CLIENT) {
      throw new ConfigurationException(source + ": client " + name + " has more than two keys");
    }
    for (Entry other : entries) {
      if (other.digest().matches(entry.digest())) {
        throw new ConfigurationException(
            "%s: clients %s and %s have the same key"
                .formatted(source, other.client().name(), name));
      }
    }
    entries.add(entry);
  }

  private Client client(String prefix, String name, ClientEntry entry) {
    return client(name, account(prefix + ".account", entry.account()));
  }

  private Client client(String name, Account account) {
    double weight = weights.getOrDefault(name, 1.0);
    return new Client(name, account, weight, collections.getOrDefault(name, Set.of()));
  }

  /** A list without a name in it is a slip: it would open every collection. */
  private static Set<String> collections(String name, ClientEntry entry) {
    if (entry.collections().isEmpty()) {
      return Set.of();
    }
    Set<String> names =
        entry.collections().get().stream()
            .map(String::strip)
            .filter(collection -> !collection.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    if (names.isEmpty()) {
      throw new ConfigurationException(
          "anteroom.clients.%s.collections: must name at least one collection".formatted(name));
    }
    return names;
  }

  private Account account(String source, String name) {
    return accounts
        .named(name)
        .orElseThrow(() -> new ConfigurationException(source + ": there is no account " + name));
  }

  /** The bounds keep the sums of 1/weight exact enough for years of tasks. */
  private static double weight(String name, double weight) {
    if (weight >= 0.001 && weight <= 1000) {
      return weight;
    }
    throw new ConfigurationException(
        "anteroom.clients.%s.weight: must be from 0.001 to 1000, is %s".formatted(name, weight));
  }
}
