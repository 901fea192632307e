package io.anteroom.account;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Knows which client a key belongs to. Holds digests only. Immutable, thread-safe. */
@Singleton
public class ApiKeys implements CheckedAtStart {

  /** A key shorter than this, in characters, gets a warning at start. */
  static final int SHORT_KEY = 32;

  /** More than two keys for one client are not a rotation any more. */
  static final int KEYS_PER_CLIENT = 2;

  private static final Logger LOG = Logger.getLogger(ApiKeys.class);

  private record Entry(ApiKeyHash digest, Client client) {}

  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> withKey = new HashSet<>();
  private final SettingFaults faults;

  /**
   * @throws ConfigurationException in one line that names the setting, without the key
   */
  public ApiKeys(AccountSettings settings, Clients clients) {
    this(settings, clients, new SettingFaults());
    faults.stopIfAny();
  }

  /**
   * @param faults gets one line for each key that cannot be used, without the key
   */
  @Inject
  public ApiKeys(AccountSettings settings, Clients clients, SettingFaults faults) {
    this.faults = faults;
    settings
        .clients()
        .forEach((name, entry) -> addHashed(entry.keys().orElse(List.of()), client(clients, name)));
    faults.checkEach(
        NamedKey.allOf(settings, faults), key -> addInClear(key, client(clients, key.client())));
    faults.checkEach(clients.all(), this::requireKey);
    if (entries.isEmpty()) {
      LOG.warnf("%s: no client has a key, every call will be answered with 401", NamedKey.SETTING);
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

  boolean knows(ApiKeyHash digest) {
    return entries.stream().anyMatch(entry -> entry.digest().matches(digest));
  }

  private static Client client(Clients clients, String name) {
    return clients.named(name).orElseThrow();
  }

  private void addHashed(List<String> keys, Client client) {
    String setting = "anteroom.clients." + client.name() + ".keys";
    faults.checkEach(
        keys,
        hex -> {
          withKey.add(client.name());
          add(setting, new Entry(ApiKeyHash.configured(setting, hex), client));
        });
  }

  private void addInClear(NamedKey named, Client client) {
    withKey.add(client.name());
    String key = named.key().value();
    if (key.length() < SHORT_KEY) {
      LOG.warnf(
          "%s: a key of client %s has under %d characters",
          NamedKey.SETTING, client.name(), SHORT_KEY);
    }
    add(NamedKey.SETTING, new Entry(ApiKeyHash.of(key), client));
  }

  /** A name without a key is a misspelled one: its settings would be for nobody. */
  private void requireKey(Client client) {
    if (!withKey.contains(client.name())) {
      throw new ConfigurationException(
          "anteroom.clients.%s.keys: not set, and %s has no key for it"
              .formatted(client.name(), NamedKey.SETTING));
    }
  }

  private void add(String setting, Entry entry) {
    String name = entry.client().name();
    if (keysOf(entry.client()) == KEYS_PER_CLIENT) {
      throw new ConfigurationException(setting + ": client " + name + " has more than two keys");
    }
    for (Entry other : entries) {
      if (other.digest().matches(entry.digest())) {
        throw new ConfigurationException(
            "%s: clients %s and %s have the same key"
                .formatted(setting, other.client().name(), name));
      }
    }
    entries.add(entry);
  }

  private long keysOf(Client client) {
    return entries.stream().filter(entry -> entry.client() == client).count();
  }
}
