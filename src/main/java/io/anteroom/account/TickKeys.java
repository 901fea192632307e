package io.anteroom.account;

import io.anteroom.async.CheckedAtStart;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Knows the keys of those who call {@code POST /engine/tick}, and nothing else. Holds digests only.
 * Immutable, thread-safe.
 */
@Singleton
public class TickKeys implements CheckedAtStart {

  private static final Logger LOG = Logger.getLogger(TickKeys.class);
  private static final String SETTING = "anteroom.engine.tick-key";

  private final List<ApiKeyHash> digests = new ArrayList<>();

  /**
   * @throws ConfigurationException in one line that names the setting, without the key
   */
  public TickKeys(TickKeySettings settings, ApiKeys clients, OperatorKeys operators) {
    settings.tickKey().orElse(List.of()).stream()
        .map(String::strip)
        .filter(key -> !key.isEmpty())
        .forEach(key -> add(key, clients, operators));
  }

  /** Whether there are none, so that nobody may call it. */
  public boolean isEmpty() {
    return digests.isEmpty();
  }

  /** Whether this is one of them. Takes the same time whichever it is, or none. */
  public boolean knows(String key) {
    return ApiKeyHash.isAmong(digests, key);
  }

  private void add(String key, ApiKeys clients, OperatorKeys operators) {
    if (key.length() < ApiKeys.SHORT_KEY) {
      LOG.warnf("%s: a key has under %d characters", SETTING, ApiKeys.SHORT_KEY);
    }
    if (clients.knows(ApiKeyHash.of(key)) || operators.operatorOf(key).isPresent()) {
      throw new ConfigurationException(SETTING + ": is the key of a client or an operator too");
    }
    digests.add(ApiKeyHash.of(key));
    if (digests.size() > ApiKeys.KEYS_PER_CLIENT) {
      throw new ConfigurationException(SETTING + ": more than two keys");
    }
  }
}
