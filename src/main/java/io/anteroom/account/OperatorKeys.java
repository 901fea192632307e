package io.anteroom.account;

import io.anteroom.async.StartupOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Knows the keys of the operators. Holds digests only. Immutable, thread-safe. */
@Startup(StartupOrder.SETTINGS)
@Singleton
public class OperatorKeys {

  private static final Logger LOG = Logger.getLogger(OperatorKeys.class);
  private static final String KEYS = "anteroom.operator.keys";
  private static final String KEY = "ANTEROOM_OPERATOR_KEY";

  private final List<ApiKeyHash> digests = new ArrayList<>();

  /**
   * @throws ConfigurationException in one line that names the setting
   */
  public OperatorKeys(OperatorSettings settings, ApiKeys clients) {
    settings
        .keys()
        .orElse(List.of())
        .forEach(hex -> add(KEYS, ApiKeyHash.configured(KEYS, hex), clients));
    settings.key().orElse(List.of()).forEach(key -> addShortForm(key.strip(), clients));
  }

  /** Whether this is the key of an operator. Takes the same time whichever it is, or none. */
  public boolean knows(String key) {
    ApiKeyHash presented = ApiKeyHash.of(key);
    boolean known = false;
    for (ApiKeyHash digest : digests) {
      known |= digest.matches(presented);
    }
    return known;
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
