package io.anteroom.account;

import io.anteroom.account.OperatorSettings.OperatorEntry;
import io.anteroom.account.OperatorSettings.ShortForm;
import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Knows which operator a key belongs to. Holds digests only. Immutable, thread-safe. */
@Singleton
public class OperatorKeys implements CheckedAtStart {

  private static final Logger LOG = Logger.getLogger(OperatorKeys.class);
  private static final String NAMED = "anteroom.operators.";
  private static final String KEYS = "anteroom.operator.keys";
  private static final String KEY = "ANTEROOM_OPERATOR_KEY";
  private static final String READ_KEY = "ANTEROOM_OPERATOR_READ_KEY";

  /** The operators of the short form. */
  private static final Operator OPERATOR = new Operator("operator", OperatorRole.ADMIN);

  private static final Operator READER = new Operator("reader", OperatorRole.READ);

  /** A key of an operator. */
  record Entry(ApiKeyHash digest, Operator operator) {}

  private final List<Entry> entries = new ArrayList<>();
  private final ApiKeys clients;
  private final SettingFaults faults;

  /**
   * @throws ConfigurationException in one line that names the setting
   */
  public OperatorKeys(OperatorSettings settings, ApiKeys clients) {
    this(settings, clients, new SettingFaults());
    faults.stopIfAny();
  }

  /**
   * @param faults gets one line for each key that cannot be used
   */
  @Inject
  public OperatorKeys(OperatorSettings settings, ApiKeys clients, SettingFaults faults) {
    this.clients = clients;
    this.faults = faults;
    settings.operators().forEach((name, entry) -> faults.check(() -> addNamed(name, entry)));
    ShortForm shortForm = settings.operator();
    faults.checkEach(
        shortForm.keys().orElse(List.of()),
        hex -> add(KEYS, ApiKeyHash.configured(KEYS, hex), OPERATOR));
    faults.checkEach(shortForm.key().orElse(List.of()), key -> addInClear(KEY, key, OPERATOR));
    faults.checkEach(
        shortForm.readKey().orElse(List.of()), key -> addInClear(READ_KEY, key, READER));
  }

  /**
   * The operator whose key this is. Takes the same time whichever key matches, or none.
   *
   * @param key the key as presented, not null
   */
  public Optional<Operator> operatorOf(String key) {
    ApiKeyHash presented = ApiKeyHash.of(key);
    Operator found = null;
    for (Entry entry : entries) {
      if (entry.digest().matches(presented)) {
        found = entry.operator();
      }
    }
    return Optional.ofNullable(found);
  }

  /** All keys. */
  List<Entry> all() {
    return List.copyOf(entries);
  }

  private void addNamed(String name, OperatorEntry entry) {
    String setting = NAMED + name;
    if (name.equals(OPERATOR.name()) || name.equals(READER.name())) {
      throw new ConfigurationException(setting + ": is the name of an operator of the short form");
    }
    if (name.startsWith(OidcOperators.PREFIX)) {
      throw new ConfigurationException(
          setting + ": begins as the names of those do whom an OpenID provider signs in");
    }
    OperatorRole role =
        OperatorRole.named(entry.role())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        setting + ".role: must be read or admin, is " + entry.role()));
    String keys = setting + ".keys";
    if (entry.keys().isEmpty()) {
      throw new ConfigurationException(keys + ": not set");
    }
    Operator operator = new Operator(name, role);
    faults.checkEach(
        entry.keys().get(), hex -> add(keys, ApiKeyHash.configured(keys, hex), operator));
  }

  private void addInClear(String setting, String padded, Operator operator) {
    String key = padded.strip();
    if (key.isEmpty()) {
      return;
    }
    if (key.length() < ApiKeys.SHORT_KEY) {
      LOG.warnf("%s: a key has under %d characters", setting, ApiKeys.SHORT_KEY);
    }
    add(setting, ApiKeyHash.of(key), operator);
  }

  private void add(String setting, ApiKeyHash digest, Operator operator) {
    if (clients.knows(digest)) {
      throw new ConfigurationException(setting + ": is the key of a client too");
    }
    for (Entry other : entries) {
      if (other.operator() != operator && other.digest().matches(digest)) {
        throw new ConfigurationException(
            "%s: operators %s and %s have the same key"
                .formatted(setting, other.operator().name(), operator.name()));
      }
    }
    entries.add(new Entry(digest, operator));
    if (entries.stream().filter(e -> e.operator() == operator).count() > ApiKeys.KEYS_PER_CLIENT) {
      throw new ConfigurationException(
          "%s: operator %s has more than two keys".formatted(setting, operator.name()));
    }
  }
}
