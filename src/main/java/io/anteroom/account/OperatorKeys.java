package io.anteroom.account;

import io.anteroom.async.CheckedAtStart;
import io.anteroom.async.SettingFaults;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Knows the keys of the operators. Holds digests only. Immutable, thread-safe. */
@Singleton
public class OperatorKeys implements CheckedAtStart {

  private static final Logger LOG = Logger.getLogger(OperatorKeys.class);
  private static final String KEYS = "anteroom.operator.keys";
  private static final String KEY = "ANTEROOM_OPERATOR_KEY";

  private final List<ApiKeyHash> digests = new ArrayList<>();

  /**
   * @throws ConfigurationException in one line that names the setting
   */
  public OperatorKeys(OperatorSettings settings, ApiKeys clients) {
    SettingFaults faults = new SettingFaults();
    read(settings, clients, faults);
    faults.stopIfAny();
  }

  /**
   * @param faults gets one line for each key that cannot be used
   */
  @Inject
  public OperatorKeys(OperatorSettings settings, ApiKeys clients, SettingFaults faults) {
    read(settings, clients, faults);
  }

  private void read(OperatorSettings settings, ApiKeys clients, SettingFaults faults) {
    faults.checkEach(
        settings.keys().orElse(List.of()),
        hex -> add(KEYS, ApiKeyHash.configured(KEYS, hex), clients));
    faults.checkEach(settings.key().orElse(List.of()), key -> addShortForm(key.strip(), clients));
  }

  /** Whether this is the key of an operator. Takes the same time whichever it is, or none. */
  public boolean knows(String key) {
    return ApiKeyHash.isAmong(digests, key);
  }

  private void addShortForm(String key, ApiKeys clients) {
    if (key.isEmpty()) {
      return;
    }
    if (key.length() < ApiKeys.SHORT_KEY) {
      LOG.warnf("%s: a key has under %d characters", KEY, ApiKeys.SHORT_KEY);
    }
    add(KEY, ApiKeyHash.of(key), clients);
  }

  private void add(String source, ApiKeyHash digest, ApiKeys clients) {
    if (clients.knows(digest)) {
      throw new ConfigurationException(source + ": is the key of a client too");
    }
    digests.add(digest);
    if (digests.size() > ApiKeys.KEYS_PER_CLIENT) {
      throw new ConfigurationException(source + ": more than two keys of operators");
    }
  }
}
